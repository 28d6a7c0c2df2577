/* Keeps a fault of PortAudio from spinning for ever, and its search for devices quiet. */
#ifndef STENTOR_GUARD_H
#define STENTOR_GUARD_H

/* The calling thread is not one of PortAudio's: the guard never ends it. */
void guard_spare_this_thread(void);

/* ALSA tells of every device it cannot open while PortAudio looks for those it can; from now on it does not. */
void guard_silence_alsa(void);

#endif
