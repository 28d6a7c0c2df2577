/* The same as native/capture.c by WebRTC's audio processing (AEC3), for systems that have its library of 2021 or later. */
#include <modules/audio_processing/include/audio_processing.h>

#include <new>

extern "C" {
#include "capture.h"
}

namespace {
constexpr int kRate = 48000;

webrtc::AudioProcessing::Config::NoiseSuppression::Level level_of(int noise_db) {
  using Suppression = webrtc::AudioProcessing::Config::NoiseSuppression;
  /* 6, 12, 18 and 21 dB. */
  if (noise_db <= 6) return Suppression::kLow;
  if (noise_db <= 12) return Suppression::kModerate;
  return noise_db <= 18 ? Suppression::kHigh : Suppression::kVeryHigh;
}
}  // namespace

struct capture {
  rtc::scoped_refptr<webrtc::AudioProcessing> processing;
  webrtc::StreamConfig stream{kRate, 1};
  bool cancels = false, works = false;
  float unheard[BLOCK];
};

extern "C" struct capture *capture_open(const struct capture_options *options) {
  struct capture *capture = new (std::nothrow) struct capture;
  (void)options; /* it finds out for itself how long an echo lasts, and works at the rate that it needs */
  if (capture == nullptr) return nullptr;
  capture->processing = webrtc::AudioProcessingBuilder().Create();
  if (capture->processing != nullptr) return capture;
  delete capture;
  return nullptr;
}

extern "C" void capture_close(struct capture *capture) { delete capture; }

extern "C" bool capture_set(struct capture *capture, const struct capture_switches *switches) {
  webrtc::AudioProcessing::Config config;
  config.echo_canceller.enabled = switches->echo != 0;
  config.high_pass_filter.enabled = switches->echo != 0;
  config.noise_suppression.enabled = switches->noise_db > 0;
  config.noise_suppression.level = level_of(switches->noise_db);
  config.gain_controller1.enabled = switches->gain_db > 0;
  config.gain_controller1.mode = webrtc::AudioProcessing::Config::GainController1::kAdaptiveDigital;
  config.gain_controller1.compression_gain_db = switches->gain_db;
  config.gain_controller1.analog_gain_controller.enabled = false;
  /* What it knew of the room may no longer be true. */
  if (config.echo_canceller.enabled && !capture->cancels) capture->processing->Initialize();
  capture->cancels = config.echo_canceller.enabled;
  capture->works = capture->cancels || switches->noise_db > 0 || switches->gain_db > 0;
  capture->processing->ApplyConfig(config);
  return true;
}

extern "C" void capture_process(struct capture *capture, float *microphone, const float *reference) {
  if (!capture->works) return;
  float *unheard = capture->unheard;
  if (capture->cancels)
    capture->processing->ProcessReverseStream(&reference, capture->stream, capture->stream, &unheard);
  const float *heard = microphone;
  capture->processing->ProcessStream(&heard, capture->stream, capture->stream, &microphone);
}
