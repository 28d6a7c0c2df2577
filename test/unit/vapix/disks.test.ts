import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { fakeStorage } from '../../support/fake-storage.ts';
import { fakeVapix } from '../../support/vapix.ts';

const admin = { role: 'admin', name: 'root' } as const;
const operator = { role: 'operator' } as const;
const HEAD = (schema: string) =>
  `<?xml version="1.0"?>\n<root xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.axis.com/vapix/http_cgi/disk/${schema}1.xsd">\n`;

const MEDIUM = {
  status: 'OK',
  label: 'A & B',
  filesystem: 'ext4',
  totalBytes: 16_000_000_000,
  freeBytes: 8_000_000_000,
} as const;

describe('disks/list.cgi', () => {
  it('tells of the disks as devices do', async () => {
    const { ask } = fakeVapix({ storage: fakeStorage(MEDIUM, { id: 'INTERNAL', status: 'OK', removable: false }) });
    const { status, type, text } = await ask('GET /axis-cgi/disks/list.cgi?diskid=all', operator);
    assert.deepEqual([status, type], [200, 'text/xml']);
    assert.equal(
      text,
      `${HEAD('list')}<disks numberofdisks="2" >  <disk diskid="SD_DISK" name="A &amp; B" totalsize="15625000" freesize="7812500" cleanuplevel="99" cleanupmaxage="0" cleanuppolicy="none" locked="no" full="no" readonly="no" status="OK" filesystem="ext4" group="S0" requiredfilesystem="none" encryptionenabled="false" diskencrypted="false"/>
  <disk diskid="INTERNAL" name="" totalsize="0" freesize="0" cleanuplevel="99" cleanupmaxage="0" cleanuppolicy="none" locked="no" full="no" readonly="no" status="OK" filesystem="none" group="S1" requiredfilesystem="none" encryptionenabled="false" diskencrypted="false"/>
</disks> </root>\n`,
    );
  });

  it('tells of one disk, asked by GET or POST, and of none that is not there', async () => {
    const { ask } = fakeVapix({ storage: fakeStorage({}, { id: 'INTERNAL', status: 'OK' }) });
    const one = await ask('POST /axis-cgi/disks/list.cgi', { ...operator, body: 'diskid=SD_DISK' });
    assert.match(one.text, /numberofdisks="1" > {2}<disk diskid="SD_DISK" .* status="disconnected" /);
    assert.match(
      (await ask('GET /axis-cgi/disks/list.cgi?diskid=INTERNAL', operator)).text,
      /numberofdisks="1".*group="S1"/,
    );
    assert.match((await ask('GET /axis-cgi/disks/list.cgi?diskid=NetworkShare', operator)).text, /numberofdisks="0"/);
  });

  it('is for operators', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask('GET /axis-cgi/disks/list.cgi', { role: 'viewer' })).status, 401);
  });
});

describe('disks/mount.cgi and disks/job.cgi', () => {
  it('start a job and tell how it goes', async () => {
    const storage = fakeStorage(MEDIUM);
    const { ask } = fakeVapix({ storage });
    const started = await ask('GET /axis-cgi/disks/mount.cgi?action=unmount&diskid=SD_DISK', admin);
    assert.equal(
      started.text,
      `${HEAD('startjob')}<job action="unmount" diskid="SD_DISK" result="OK" jobid="1"/></root>\n`,
    );
    assert.deepEqual(storage.done, ['unmount SD_DISK']);
    const { text } = await ask('GET /axis-cgi/disks/job.cgi?jobid=1&diskid=SD_DISK', operator);
    assert.equal(
      text,
      `${HEAD('checkjob')}<job jobid="1" diskid="SD_DISK" action="unmount" result="OK" progress="100"/></root>\n`,
    );
  });

  it('take the action as clients write it', async () => {
    const storage = fakeStorage(MEDIUM);
    const { ask } = fakeVapix({ storage });
    const { text } = await ask('POST /axis-cgi/disks/mount.cgi', { ...admin, body: 'action=MOUNT&diskid=SD_DISK' });
    assert.match(text, /result="OK" jobid="1"/);
    assert.deepEqual(storage.done, ['mount SD_DISK']);
  });

  it('tell of a job that goes on, and of one that failed', async () => {
    let fail: (error: Error) => void = () => undefined;
    const unmount = () => new Promise<void>((_, reject) => (fail = reject));
    const { ask } = fakeVapix({ storage: { ...fakeStorage(MEDIUM), unmount } });
    await ask('GET /axis-cgi/disks/mount.cgi?action=unmount&diskid=SD_DISK', admin);
    const job = async () => (await ask('GET /axis-cgi/disks/job.cgi?jobid=1&diskid=SD_DISK', operator)).text;
    assert.match(await job(), /result="OK" progress="0"/);
    fail(new Fault('busy', 'the medium cannot be unmounted: it is in use'));
    await new Promise(setImmediate);
    assert.match(
      await job(),
      /result="ERROR" progress="100" description="the medium cannot be unmounted: it is in use"/,
    );
  });

  it('say why a job cannot start', async () => {
    const { ask } = fakeVapix({ storage: fakeStorage({}, { id: 'SD_DISK2', status: 'OK' }) });
    for (const [query, why] of [
      ['action=unmount&diskid=SD_DISK', 'there is no medium in the slot'],
      ['action=unmount&diskid=NetworkShare', 'there is no disk NetworkShare'],
      ['action=format&diskid=SD_DISK2', 'action must be mount or unmount'],
      ['', 'there is no disk '],
    ] as const) {
      const { status, text } = await ask(`GET /axis-cgi/disks/mount.cgi?${query}`, admin);
      assert.equal(status, 200);
      assert.match(text, new RegExp(`result="ERROR" description="${why}"`));
    }
    assert.match((await ask('GET /axis-cgi/disks/job.cgi?jobid=9&diskid=SD_DISK', operator)).text, /result="ERROR"/);
  });

  it('mount for administrators only', async () => {
    const { ask } = fakeVapix({ storage: fakeStorage(MEDIUM) });
    assert.equal((await ask('GET /axis-cgi/disks/mount.cgi?action=mount&diskid=SD_DISK', operator)).status, 401);
  });
});
