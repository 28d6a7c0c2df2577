// Loaded into the supervisor by `node --import`: keeps its event loop busy 40 of every 400 ms.
setInterval(() => {
  const end = performance.now() + 40;
  while (performance.now() < end);
}, 400);
