import { inBackground } from '../core/background.ts';
import { Fault, invalid } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import type { Answer, Route } from '../http/index.ts';
import { escapeXml } from './xml.ts';

/** One disk as VAPIX needs it. */
interface VapixDisk {
  readonly id: string;
  readonly status: 'disconnected' | 'connected' | 'OK' | 'failed';
  readonly label: string;
  readonly filesystem: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly full: boolean;
  readonly readOnly: boolean;
}

/** The disks of the speaker. */
export interface VapixDisks {
  disks(): Promise<readonly VapixDisk[]>;
  mount(id: string): Promise<void>;
  unmount(id: string): Promise<void>;
}

interface DisksDeps {
  readonly storage: VapixDisks;
  readonly log: Log;
}

/** So many jobs are remembered for job.cgi. */
const MOST_JOBS = 50;

/** A mount or unmount that was started, for `job.cgi`. */
interface Job {
  readonly action: string;
  readonly diskId: string;
  progress: number;
  error?: string;
}

/** The disk management of edge storage: `disks/list.cgi`, `disks/mount.cgi`, `disks/job.cgi`. */
export function diskCgis(deps: DisksDeps): Route[] {
  const jobs = new Map<number, Job>();
  let last = 0;
  const start = (action: string, diskId: string, work: () => Promise<void>): number => {
    const job: Job = { action, diskId, progress: 0 };
    jobs.set(++last, job);
    jobs.delete(last - MOST_JOBS);
    inBackground(deps.log, `${action} of ${diskId}`, async () => {
      try {
        await work();
      } catch (error) {
        job.error = error instanceof Fault ? error.message : 'internal error';
        throw error;
      } finally {
        job.progress = 100;
      }
    });
    return last;
  };
  return [listCgi(deps), mountCgi(deps, start), jobCgi(jobs)];
}

const listCgi = ({ storage }: DisksDeps): Route => ({
  path: '/axis-cgi/disks/list.cgi',
  methods: ['GET', 'POST'],
  access: 'operator',
  handle: async exchange => {
    const wanted = ((await exchange.args()).get('diskid') ?? 'all').split(',').map(id => id.trim());
    const all = (await storage.disks()).map((disk, group) => ({ ...disk, group }));
    const disks = wanted.includes('all') ? all : all.filter(({ id }) => wanted.includes(id));
    const rows = disks.map(disk => `  <disk ${attributes(diskAttributes(disk))}/>\n`).join('');
    return document('list1', `<disks numberofdisks="${disks.length}" >${rows}</disks> `);
  },
});

type Start = (action: string, diskId: string, work: () => Promise<void>) => number;

const mountCgi = ({ storage }: DisksDeps, start: Start): Route => ({
  path: '/axis-cgi/disks/mount.cgi',
  methods: ['GET', 'POST'],
  access: 'admin',
  handle: async exchange => {
    const args = await exchange.args();
    const [action, diskid] = [(args.get('action') ?? '').toLowerCase(), args.get('diskid') ?? ''];
    try {
      await checkDisk(storage, diskid);
      const work = workOf(storage, action, diskid);
      return jobDocument('startjob1', { action, diskid, result: 'OK', jobid: String(start(action, diskid, work)) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return jobDocument('startjob1', { action, diskid, result: 'ERROR', description: error.message });
    }
  },
});

function workOf(storage: VapixDisks, action: string, id: string): () => Promise<void> {
  if (action === 'mount') return () => storage.mount(id);
  if (action === 'unmount') return () => storage.unmount(id);
  throw invalid('action must be mount or unmount', 'action');
}

/** What can be known before the job starts. */
async function checkDisk(storage: VapixDisks, id: string): Promise<void> {
  const disk = (await storage.disks()).find(each => each.id === id);
  if (disk === undefined) throw invalid(`there is no disk ${id}`, 'diskid');
  if (disk.status === 'disconnected') throw invalid('there is no medium in the slot', 'diskid');
}

const jobCgi = (jobs: ReadonlyMap<number, Job>): Route => ({
  path: '/axis-cgi/disks/job.cgi',
  methods: ['GET', 'POST'],
  access: 'operator',
  handle: async exchange => {
    const args = await exchange.args();
    const [jobid, diskid] = [args.get('jobid') ?? '', args.get('diskid') ?? ''];
    const job = jobs.get(Number(jobid));
    if (job?.diskId !== diskid) {
      return jobDocument('checkjob1', { jobid, diskid, result: 'ERROR', description: `there is no job ${jobid}` });
    }
    const { action, progress, error } = job;
    const common = { jobid, diskid, action, result: error === undefined ? 'OK' : 'ERROR', progress: String(progress) };
    return jobDocument('checkjob1', error === undefined ? common : { ...common, description: error });
  },
});

type Attributes = Readonly<Record<string, string>>;

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');
const kilobytes = (bytes: number) => String(Math.floor(bytes / 1024));

/** In the order in which devices tell them. Nothing is removed by itself and nothing encrypted. */
const diskAttributes = (disk: VapixDisk & { readonly group: number }): Attributes => ({
  diskid: disk.id,
  name: disk.label,
  totalsize: kilobytes(disk.totalBytes),
  freesize: kilobytes(disk.freeBytes),
  cleanuplevel: '99',
  cleanupmaxage: '0',
  cleanuppolicy: 'none',
  locked: 'no',
  full: yesOrNo(disk.full),
  readonly: yesOrNo(disk.readOnly),
  status: disk.status,
  filesystem: disk.filesystem,
  group: `S${disk.group}`,
  requiredfilesystem: 'none',
  encryptionenabled: 'false',
  diskencrypted: 'false',
});

const attributes = (values: Attributes) =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXml(value)}"`)
    .join(' ');

const jobDocument = (schema: string, values: Attributes) => document(schema, `<job ${attributes(values)}/>`);

const document = (schema: string, content: string): Answer => ({
  type: 'text/xml',
  body: `<?xml version="1.0"?>
<root xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.axis.com/vapix/http_cgi/disk/${schema}.xsd">
${content}</root>
`,
});
