/** A virtual speaker: the image's user space for a PC in systemd-nspawn, until Ctrl-C: npx tsx scripts/image-vm.ts HTTP HTTPS FOLDER. */
import { resolve } from 'node:path';
import { Container } from './image/container.ts';
import { virtualRoot } from './image/virtual-root.ts';

const [http = '8080', https = '8443', folder = '.cache/image/vm'] = process.argv.slice(2);

async function run(): Promise<void> {
  const root = await virtualRoot();
  const container = new Container({ root, folder: resolve(folder), http: Number(http), https: Number(https) });
  await container.start();
  process.once('SIGINT', () => void container.stop().then(() => process.exit()));
  console.log(
    `The virtual speaker answers in a few seconds at ${container.https} (the API also at ${container.http}). Ctrl-C stops it.`,
  );
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
