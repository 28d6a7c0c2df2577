import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'mocha';
import { string } from '../../../src/core/schema.ts';
import { defineParam } from '../../../src/settings/index.ts';
import { fakeVapix } from '../../support/vapix.ts';

const secret = defineParam({
  path: 'Test.Secret',
  title: 'Secret',
  schema: string({ maxLength: 8 }),
  value: 'hunter2',
  read: 'operator',
  write: 'admin',
  hint: 'password',
});

const admin = { role: 'admin' } as const;

describe('param.cgi listdefinitions', () => {
  const definitions = (group = '') =>
    `GET /axis-cgi/param.cgi?action=listdefinitions&listformat=xmlschema${group === '' ? '' : `&group=${group}`}`;

  it('describes a parameter with type, rights and name', async () => {
    const { ask } = fakeVapix();
    const { status, type, text } = await ask(definitions('Network.HTTP'), admin);
    assert.deepEqual([status, type], [200, 'text/xml']);
    assert.equal(
      text,
      `<?xml version="1.0" encoding="ISO-8859-1"?>
<parameterDefinitions xmlns="http://www.axis.com/ParameterDefinitionsSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.0">
  <model>Stentor S1</model>
  <firmwareVersion>1.2.3</firmwareVersion>
  <group name="root">
    <group name="Network">
      <group name="HTTP">
        <parameter name="AuthenticationPolicy" value="recommended" securityLevel="7716" niceName="Authentication policy">
          <type>
            <enum>
              <entry value="basic" />
              <entry value="digest" />
              <entry value="basic_digest" />
              <entry value="recommended" />
            </enum>
          </type>
        </parameter>
        <parameter name="AuthenticationWithQop" value="yes" securityLevel="7716" niceName="Authentication with qop">
          <type>
            <bool true="yes" false="no" />
          </type>
        </parameter>
      </group>
    </group>
  </group>
</parameterDefinitions>
`,
    );
  });

  it('knows numbers with limits, passwords, dialects and what only the speaker sets', async () => {
    const { ask } = fakeVapix({ more: [secret] });
    const { text } = await ask(definitions(), admin);
    assert.match(text, /name="MaxGroups"[^>]*securityLevel="7716"[^>]*>\s*<type>\s*<int min="1" max="1000000" \/>/);
    assert.match(text, /name="Secret" value="\*{5}"[^>]*securityLevel="7746"[^>]*>\s*<type>\s*<password \/>/);
    assert.match(text, /name="OutputGain" value="0"[^>]*securityLevel="7714"[^>]*>\s*<type>\s*<string \/>/);
    assert.match(text, /name="ProdNbr"[^>]*securityLevel="7717"[^>]*>\s*<type readonly="true">\s*<string \/>/);
  });

  it('is XML, whatever a clip is called', async function () {
    const { ask } = fakeVapix({ clips: ['<"Tür & Tor">\u0000\u001b 🔔'] });
    const { text } = await ask(definitions(), admin);
    assert.match(text, /^[\n\x20-\x7e]*$/);
    const script =
      'import sys, xml.etree.ElementTree as e\n' +
      'r = e.fromstring(sys.stdin.buffer.read())\n' +
      'n = "{http://www.axis.com/ParameterDefinitionsSchema}"\n' +
      'print(ascii([p.get("value") for p in r.iter(n + "parameter") if p.get("name") == "Name"]), len(list(r.iter(n + "parameter"))))';
    let parsed: string;
    try {
      parsed = execFileSync('python3', ['-c', script], { input: text, encoding: 'utf8' });
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') this.skip();
      throw error;
    }
    assert.match(parsed, /'<"T\\xfcr & Tor"> \\U0001f514'/);
    assert.ok(Number(parsed.trim().split(' ').at(-1)) > 60);
  });

  it('complains as the list does', async () => {
    const { ask } = fakeVapix();
    assert.equal((await ask(definitions('Foo'), admin)).text, "# Error: Error -1 getting param in group 'root.Foo'\n");
    const { text } = await ask('GET /axis-cgi/param.cgi?action=listdefinitions&listformat=csv', admin);
    assert.equal(text, '# Error: listformat must be xmlschema\n');
  });
});
