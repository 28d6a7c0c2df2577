import { bundleBytes } from '../bundle-bytes.ts';
import { beep, wav } from '../signals.ts';
import { filter, wished } from '../vapix-soap.ts';
import { call, form, get, method, type Seed, soap, socket, upload } from './seed.ts';

const SOUND = { harms: 'sound' } as const;
const END = { harms: 'end' } as const;
const DING = wav(beep(20));

const CLASSIC: readonly Seed[] = [
  get('/axis-cgi/param.cgi?action=list&group=root.Properties,Audio'),
  get('/axis-cgi/admin/param.cgi?action=listdefinitions&listformat=xmlschema&group=root.Audio.*'),
  form('/axis-cgi/param.cgi', { action: 'update', 'Network.Bonjour.FriendlyName': 'Hall' }, SOUND),
  get('/axis-cgi/param.cgi?action=add&template=audioclip&group=MediaClip', SOUND),
  get('/axis-cgi/param.cgi?action=remove&group=MediaClip.M9', SOUND),
  upload('/axis-cgi/mediaclip.cgi?action=upload&media=audio&name=Gong', 'gong.wav', DING),
  get('/axis-cgi/mediaclip.cgi?action=download&clip=0'),
  get('/axis-cgi/mediaclip.cgi?action=play&clip=0&volume=50&audiooutput=1', SOUND),
  get('/axis-cgi/mediaclip.cgi?action=stop', SOUND),
  get('/axis-cgi/mediaclip.cgi?action=update&clip=0&name=Other', SOUND),
  get('/axis-cgi/mediaclip.cgi?action=remove&clip=9', SOUND),
  get('/axis-cgi/playclip.cgi?location=ding.wav&repeat=0&volume=100&audiodeviceid=0&audiooutputid=0', SOUND),
  get('/axis-cgi/stopclip.cgi', SOUND),
  {
    ...get('/axis-cgi/audio/transmit.cgi'),
    method: 'POST',
    headers: { 'Content-Type': 'audio/basic' },
    body: Buffer.alloc(800, 0xd5),
  },
  get('/axis-cgi/audio/receive.cgi?httptype=singlepart&audiocodec=g711&audiosamplerate=8000'),
  get('/axis-cgi/pwdgrp.cgi?action=get', END),
  get('/axis-cgi/pwdgrp.cgi?action=add&user=guest9&pwd=pass%20word&grp=users&sgrp=viewer', END),
  form('/axis-cgi/pwdgrp.cgi', { action: 'update', user: 'guest9', pwd: 'other', comment: 'a' }, END),
  get('/axis-cgi/pwdgrp.cgi?action=remove&user=guest9', END),
  get('/axis-cgi/usergroup.cgi'),
  get('/axis-cgi/restart.cgi', END),
  get('/axis-cgi/factorydefault.cgi', END),
  get('/axis-cgi/hardfactorydefault.cgi', END),
  upload('/axis-cgi/firmwareupgrade.cgi?type=normal', 'release.raucb', bundleBytes({ signature: 1300 }), END),
  get('/axis-cgi/disks/list.cgi?diskid=all'),
  get('/axis-cgi/disks/mount.cgi?action=unmount&diskid=SD_DISK'),
  get('/axis-cgi/disks/job.cgi?jobid=1&diskid=SD_DISK'),
  get('/axis-cgi/serverreport.cgi?mode=text'),
  get('/axis-cgi/systemlog.cgi?text=clip'),
  get('/axis-cgi/accesslog.cgi'),
  get('/axis-cgi/auditlog.cgi?tail=20'),
  get('/axis-cgi/debug/debug.tgz?cmd=pcapdump&duration=1'),
  get('/axis-cgi/pingtest.cgi?ip=127.0.0.1'),
  get('/axis-cgi/tcptest.cgi?address=127.0.0.1&port=9'),
  get('/axis-cgi/connection_list.cgi?action=get'),
  get('/rootdesc1.xml'),
  get('/axis-cgi/virtualinput/activate.cgi?schemaversion=1&port=5&duration=1'),
  get('/axis-cgi/virtualinput/deactivate.cgi?schemaversion=1&port=5'),
  get('/axis-cgi/virtualinput/getschemaversions.cgi'),
  get('/axis-cgi/io/virtualinput.cgi?action=6%3A%2F200%5C'),
  get('/axis-cgi/wssession.cgi'),
  get('/axis-media/media.amp'),
  call('POST', '/axis-media/media.amp', undefined, { headers: { 'x-sessioncookie': 'abcdef' } }),
  socket('/vapix/ws-data-stream?sources=events'),
  get('/vapix/call?format=simple&action=axcall:GetSIPAccountStatus&SIPAccountId="sip_account_0"'),
  get('/vapix/axast?action=axast:GetSpeakerTestReport&format=simple'),
];

const TIME_PATHS = ['', '/time', '/time/dateTime', '/timeZone', '/timeZone/activeTimeZone', '/timeZone/posix'];
const TIME = '/config/rest/time/v2';
const CAST = '/config/rest/audio-multicast-ctrl/v1beta';
const SOURCE = { label: 'Yard', ipAddress: '239.1.2.4', port: 5006 };

const REST: readonly Seed[] = [
  ...TIME_PATHS.map(path => get(`${TIME}${path}`)),
  get(`${TIME}/timeZone/iana/timeZone`),
  ...['PATCH', 'PUT'].flatMap(verb => [
    call(verb, `${TIME}/time/dateTime`, { data: '2026-03-01T10:00:00Z' }),
    call(verb, `${TIME}/timeZone/iana/timeZone`, { data: 'Europe/Stockholm' }),
    call(verb, `${TIME}/timeZone/posix`, { data: { timeZone: 'CET-1CEST,M3.5.0,M10.5.0/3', enableDst: true } }),
    call(verb, `${CAST}/enabled`, { data: false }),
    call(verb, `${CAST}/audioCodec`, { data: 'PCMU' }),
    call(verb, `${CAST}/audiocodec`, { data: 'PCMU' }),
    call(verb, `${CAST}/sources/0/name`, { data: 'Hall' }),
  ]),
  call('POST', `${TIME}/timeZone/iana/getTimeZoneList`, { data: {} }),
  ...['', '/enabled', '/audioCodec', '/audiocodec', '/sources', '/sources/0', '/sources/0/name'].map(path =>
    get(`${CAST}${path}`),
  ),
  call('POST', `${CAST}/sources`, { data: SOURCE }),
  call('DELETE', `${CAST}/sources/7`),
];

const MESSAGE = { useDefault: false, topic: 'a/b', message: 'c', retain: false, qos: 2 };
const BROKER = { protocol: 'tcp', host: '127.0.0.1', port: 9 };
const LOCAL = { deviceName: 'eth0', configurationMode: 'static' };
const STATIC = [{ address: '127.0.0.1', prefixLength: 8 }];
const OUTPUT = { id: '0', connectionTypes: [{ id: 'internal', signalingTypes: [{ id: 'unbalanced', channels: [] }] }] };

const JSON_CGIS: readonly Seed[] = [
  method('audio/streamingcapabilities.cgi', 'list'),
  method('firmwaremanagement.cgi', 'status', undefined, END),
  method('firmwaremanagement.cgi', 'upgrade', { autoCommit: 'boot', autoRollback: '20' }, END),
  ...['commit', 'rollback', 'purge', 'reboot'].map(name => method('firmwaremanagement.cgi', name, undefined, END)),
  method('firmwaremanagement.cgi', 'factoryDefault', { factoryDefaultMode: 'soft' }, END),
  method('mdnssd.cgi', 'getMdnssdInfo'),
  method('mdnssd.cgi', 'setMdnssdConfiguration', { enabled: false, friendlyName: 'Hall' }),
  method('mdnssd.cgi', 'discover', { services: ['_http._tcp'], timeout: 1 }),
  method('audiodevicecontrol.cgi', 'getDevicesCapabilities'),
  method('audiodevicecontrol.cgi', 'getDevicesSettings'),
  method(
    'audiodevicecontrol.cgi',
    'setDevicesSettings',
    { devices: [{ id: '0', inputs: [], outputs: [OUTPUT] }] },
    SOUND,
  ),
  method('audiodevicecontrol.cgi', 'getHazardousSettings'),
  method('mqtt/client.cgi', 'configureClient', { server: BROKER, lastWillTestament: MESSAGE, clientId: 'x' }),
  ...['activateClient', 'deactivateClient', 'getClientStatus'].map(name => method('mqtt/client.cgi', name)),
  method('mqtt/event.cgi', 'configureEventPublication', {
    topicPrefix: 'custom',
    customTopicPrefix: 'hall',
    eventFilterList: [{ topicFilter: 'tns1:Device//.', qos: 1, retain: 'all' }],
  }),
  method('mqtt/event.cgi', 'getEventPublicationConfig'),
  method('mqtt/event.cgi', 'configureMqttSubscription', { mqttFilterList: [{ topicFilter: 'door/+/open', qos: 0 }] }),
  method('mqtt/event.cgi', 'getMqttSubscriptionConfig'),
  method('network_settings.cgi', 'getNetworkInfo'),
  method('network_settings.cgi', 'setIPv4AddressConfiguration', { ...LOCAL, staticAddressConfigurations: STATIC }, END),
  method('network_settings.cgi', 'setIPv6AddressConfiguration', { deviceName: 'eth0', enabled: true }, END),
  method('network_settings.cgi', 'setHostnameConfiguration', { useDhcpHostname: false, staticHostname: 'hall' }),
  method('network_settings.cgi', 'setResolverConfiguration', { staticNameServers: ['127.0.0.1'] }),
  method('network_settings.cgi', 'setGlobalProxyConfiguration', { httpProxy: 'http://127.0.0.1:9' }),
  method('time.cgi', 'getDateTimeInfo'),
  method('time.cgi', 'getAll'),
  method('time.cgi', 'setDateTime', { dateTime: '2026-03-01T10:00:00Z' }),
  method('time.cgi', 'setTimeZone', { timeZone: 'Europe/Paris' }),
  method('time.cgi', 'setPosixTimeZone', { posixTimeZone: 'CET-1CEST', enableDst: true }),
  method('time.cgi', 'resetTimeZone'),
  method('ntp.cgi', 'getNTPInfo'),
  method('ntp.cgi', 'setNTPClientConfiguration', {
    enabled: true,
    serversSource: 'static',
    staticServers: ['127.0.0.1'],
  }),
  method('basicdeviceinfo.cgi', 'getAllProperties'),
  method('basicdeviceinfo.cgi', 'getAllUnrestrictedProperties'),
  method('basicdeviceinfo.cgi', 'getProperties', { propertyList: ['Brand', 'SerialNumber'] }),
  method('apidiscovery.cgi', 'getApiList', { id: 'basic-device-info' }),
  method('apidiscovery.cgi', 'getSupportedVersions'),
  method('systemready.cgi', 'systemready', { timeout: 1 }),
];

const SERVICES = '/vapix/services';
const EVENTS = '/onvif/event_service';
const PULL = '/onvif/subscriptions/1';
const CALENDAR = 'DTSTART:20111212T060000\nDTEND:20111212T070000\nRRULE:FREQ=WEEKLY;BYDAY=MO';
const RULE = [
  '<act:NewActionRule><act:Name>Gate</act:Name><act:Enabled>true</act:Enabled>',
  `<act:StartEvent>${filter('tns1:Device/tnsaxis:IO/VirtualInput', 'boolean(//SimpleItem[@Name="active" and @Value="1"])')}</act:StartEvent>`,
  '<act:PrimaryAction>1</act:PrimaryAction><act:ActivationTimeout>PT1M</act:ActivationTimeout></act:NewActionRule>',
].join('');
const TEMPLATE = 'com.axis.action.fixed.notification.http';
const WISH = { upload_url: 'http://127.0.0.1:9/', message: 'a', method: 'POST' };

const SOAP: readonly Seed[] = [
  ...['GetSystemDateAndTime', 'GetDeviceInformation', 'GetServices', 'GetCapabilities', 'GetScopes', 'GetHostname'].map(
    name => soap('/onvif/device_service', `<tds:${name}/>`),
  ),
  soap(SERVICES, '<aev:GetEventInstances/>'),
  soap(SERVICES, '<aentry:GetServices/>'),
  soap(SERVICES, '<aentry:GetServiceCapabilities/>'),
  soap(
    SERVICES,
    `<aev:AddScheduledEvent><aev:NewScheduledEvent><aev:Name>Mine</aev:Name><aev:Schedule><aev:ICalendar Dialect="http://www.axis.com/vapix/ws/ical1">${CALENDAR}</aev:ICalendar></aev:Schedule></aev:NewScheduledEvent></aev:AddScheduledEvent>`,
  ),
  soap(SERVICES, '<aev:GetScheduledEvents/>'),
  soap(SERVICES, '<aev:RemoveScheduledEvent><aev:EventID>none</aev:EventID></aev:RemoveScheduledEvent>'),
  soap(
    SERVICES,
    '<aev:ChangeVirtualInputState><aev:port>7</aev:port><aev:active>true</aev:active></aev:ChangeVirtualInputState>',
  ),
  ...['ActionTemplates', 'ActionConfigurations', 'RecipientTemplates', 'RecipientConfigurations', 'ActionRules'].map(
    name => soap(SERVICES, `<act:Get${name}/>`),
  ),
  soap(SERVICES, `<act:AddActionConfiguration>${wished('Action', TEMPLATE, WISH)}</act:AddActionConfiguration>`, SOUND),
  soap(
    SERVICES,
    `<act:AddRecipientConfiguration>${wished('Recipient', 'com.axis.recipient.http', { upload_url: 'http://127.0.0.1:9/' }, 'Web')}</act:AddRecipientConfiguration>`,
  ),
  soap(SERVICES, `<act:AddActionRule>${RULE}</act:AddActionRule>`, SOUND),
  ...[['ActionRule', 'RuleID'] as const, ['ActionConfiguration', 'ConfigurationID'] as const].map(([what, id]) =>
    soap(SERVICES, `<act:Remove${what}><act:${id}>99</act:${id}></act:Remove${what}>`),
  ),
  soap(EVENTS, '<tev:GetServiceCapabilities/>'),
  soap(EVENTS, '<tev:GetEventProperties/>'),
  soap(
    EVENTS,
    '<tev:CreatePullPointSubscription><tev:Filter><wsnt:TopicExpression Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:Device//.</wsnt:TopicExpression></tev:Filter><tev:InitialTerminationTime>PT10S</tev:InitialTerminationTime></tev:CreatePullPointSubscription>',
  ),
  soap(
    PULL,
    '<tev:PullMessages><tev:Timeout>PT0S</tev:Timeout><tev:MessageLimit>10</tev:MessageLimit></tev:PullMessages>',
  ),
  soap(PULL, '<tev:SetSynchronizationPoint/>'),
  soap(PULL, '<wsnt:Renew><wsnt:TerminationTime>PT10S</wsnt:TerminationTime></wsnt:Renew>'),
  soap(PULL, '<wsnt:Unsubscribe/>'),
  get('/wsdl/vapix/EventService.wsdl'),
  get('/wsdl/vapix/EntryService.wsdl'),
  get('/wsdl/vapix/ActionService.wsdl'),
];

const SIP_ACCOUNT = { Id: 'a1', UserId: '100', PublicDomain: '127.0.0.1', Registrar: '127.0.0.1:9', Transport: 'udp' };
const CALLS: readonly Seed[] = [
  ...['GetServiceCapabilities', 'GetSIPAccounts', 'GetSIPConfiguration', 'GetCallStatuses', 'GetAudioCodecs'].map(
    name => call('POST', '/vapix/call', { [`axcall:${name}`]: {} }),
  ),
  call('POST', '/vapix/call', { 'axcall:SetSIPAccount': { SIPAccount: SIP_ACCOUNT } }),
  call('POST', '/vapix/call', { 'axcall:SetSIPConfiguration': { SIPConfiguration: { CallingTimeout: 60 } } }),
  call('POST', '/vapix/call', { 'axcall:SetAudioCodecs': { AudioCodec: [{ Name: 'PCMU', SampleRate: 8000 }] } }),
  call('POST', '/vapix/call', { 'axcall:Call': { To: 'sip:127.0.0.9:9' } }, SOUND),
  call('POST', '/vapix/call', { 'axcall:GetCallStatus': { CallId: 'none' } }),
  call('POST', '/vapix/call', { 'axcall:TerminateCall': { CallId: 'none' } }),
  call('POST', '/vapix/axast', { 'axast:GetSpeakerTestReport': {} }),
  call('POST', '/vapix/axast', { 'axast:PerformSpeakerTest': {} }, SOUND),
];

/** What cameras, video management systems and scripts ask by VAPIX and ONVIF. */
export const VAPIX_CORPUS: readonly Seed[] = [...CLASSIC, ...REST, ...JSON_CGIS, ...SOAP, ...CALLS];
