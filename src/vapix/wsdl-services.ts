import { NAMESPACES } from './namespaces.ts';

/** A service as its WSDL describes it: one request and one answer for each operation, both in XML Schema. */
export interface Description {
  readonly name: string;
  readonly namespace: string;
  readonly prefix: 'aev' | 'aentry' | 'aa';
  /** The elements by name; of an operation `X` they are `X` and `XResponse`. */
  readonly elements: Readonly<Record<string, string>>;
  /** Types that the elements name. */
  readonly types: string;
  readonly operations: readonly string[];
}

const sequence = (...fields: readonly string[]) =>
  `<xsd:complexType><xsd:sequence>${fields.join('')}</xsd:sequence></xsd:complexType>`;
const field = (name: string, type: string, more = '') => `<xsd:element name="${name}" type="${type}"${more}/>`;
const inside = (name: string, type: string, more = '') => `<xsd:element name="${name}"${more}>${type}</xsd:element>`;
const named = (name: string, type: string) => type.replace('<xsd:complexType>', `<xsd:complexType name="${name}">`);

const OPTIONAL = ' minOccurs="0"';
const MANY = ' minOccurs="0" maxOccurs="unbounded"';
const EMPTY = sequence();
const ANY = sequence(`<xsd:any namespace="##any" processContents="lax"${MANY}/>`);

type Operations = Readonly<Record<string, readonly [request: string, response: string]>>;

const service = (
  rest: Pick<Description, 'name' | 'namespace' | 'prefix'> & { readonly types?: string },
  operations: Operations,
): Description => ({
  types: '',
  ...rest,
  operations: Object.keys(operations),
  elements: Object.fromEntries(
    Object.entries(operations).flatMap(([name, [request, response]]) => [
      [name, request],
      [`${name}Response`, response],
    ]),
  ),
});

const SCHEDULE = [
  named(
    'ICalendar',
    '<xsd:complexType><xsd:simpleContent><xsd:extension base="xsd:string"><xsd:attribute name="Dialect" type="xsd:anyURI"/></xsd:extension></xsd:simpleContent></xsd:complexType>',
  ),
  named('Schedule', sequence(field('ICalendar', 'aev:ICalendar'))),
].join('');

const scheduled = (id: string) =>
  sequence(
    field('EventID', 'xsd:string', id),
    field('Name', 'xsd:string', OPTIONAL),
    field('Schedule', 'aev:Schedule'),
  );

const eventService = (isScheduling: boolean): Description =>
  service(
    { name: 'EventService', namespace: NAMESPACES.aev, prefix: 'aev', types: SCHEDULE },
    {
      GetEventInstances: [EMPTY, ANY],
      ChangeVirtualInputState: [
        sequence(field('port', 'xsd:int'), field('active', 'xsd:boolean')),
        sequence(field('stateChanged', 'xsd:boolean')),
      ],
      ...(isScheduling ? SCHEDULING : {}),
    },
  );

const SCHEDULING: Operations = {
  AddScheduledEvent: [
    sequence(inside('NewScheduledEvent', scheduled(OPTIONAL))),
    sequence(field('EventID', 'xsd:string')),
  ],
  GetScheduledEvents: [
    sequence(inside('ScheduleFilter', sequence(field('ScheduleType', 'xsd:string', OPTIONAL)), OPTIONAL)),
    sequence(inside('ScheduledEvents', sequence(inside('ScheduledEvent', scheduled(''), MANY)))),
  ],
  RemoveScheduledEvent: [sequence(field('EventID', 'xsd:string')), EMPTY],
};

const ENTRY_SERVICE = service(
  { name: 'EntryService', namespace: NAMESPACES.aentry, prefix: 'aentry' },
  {
    GetServices: [
      sequence(field('IncludeCapability', 'xsd:boolean', OPTIONAL)),
      sequence(
        inside(
          'Service',
          sequence(
            field('Namespace', 'xsd:anyURI'),
            field('XAddr', 'xsd:anyURI'),
            inside('Version', sequence(field('Major', 'xsd:int'), field('Minor', 'xsd:int'))),
          ),
          ' maxOccurs="unbounded"',
        ),
      ),
    ],
    GetServiceCapabilities: [EMPTY, sequence(inside('Capabilities', EMPTY))],
  },
);

const attribute = (name: string) => `<xsd:attribute name="${name}" type="xsd:string" use="required"/>`;
const parameter = (second: string) =>
  sequence(inside('Parameter', `<xsd:complexType>${attribute('Name')}${attribute(second)}</xsd:complexType>`, MANY));
const TOKEN = field('TemplateToken', 'xsd:string');
const NAME = field('Name', 'xsd:string', OPTIONAL);
const NUMBER = field('ConfigurationID', 'xsd:integer');

const ruleFields = [
  field('Name', 'xsd:string', OPTIONAL),
  field('Enabled', 'xsd:boolean', OPTIONAL),
  field('StartEvent', 'aa:Filter', OPTIONAL),
  inside('Conditions', sequence(field('Condition', 'aa:Filter', MANY)), OPTIONAL),
  field('PrimaryAction', 'xsd:integer'),
  field('ActivationTimeout', 'xsd:string', OPTIONAL),
  field('FailoverAction', 'xsd:integer', OPTIONAL),
];

const ACTION_TYPES = [
  named('Filter', ANY),
  named('TemplateParameters', parameter('Type')),
  named('Parameters', parameter('Value')),
].join('');

/** Adding, listing and removing what is set up; actions and recipients are alike. */
const configurations = (kind: 'Action' | 'Recipient'): Operations => ({
  [`Get${kind}Templates`]: [
    EMPTY,
    sequence(
      inside(
        `${kind}Templates`,
        sequence(
          inside(
            `${kind}Template`,
            sequence(
              TOKEN,
              ...(kind === 'Action' ? [field('RecipientTemplate', 'xsd:string', OPTIONAL)] : []),
              field('Parameters', 'aa:TemplateParameters'),
            ),
            MANY,
          ),
        ),
      ),
    ),
  ],
  [`Add${kind}Configuration`]: [
    sequence(
      inside(
        `New${kind}Configuration`,
        `<xsd:complexType><xsd:all>${NAME}${TOKEN}${field('Parameters', 'aa:Parameters', OPTIONAL)}</xsd:all></xsd:complexType>`,
      ),
    ),
    sequence(NUMBER),
  ],
  [`Get${kind}Configurations`]: [
    EMPTY,
    sequence(
      inside(
        `${kind}Configurations`,
        sequence(
          inside(
            `${kind}Configuration`,
            `<xsd:complexType><xsd:all>${NUMBER}${NAME}${TOKEN}${field('Parameters', 'aa:Parameters')}</xsd:all></xsd:complexType>`,
            MANY,
          ),
        ),
      ),
    ),
  ],
  [`Remove${kind}Configuration`]: [sequence(NUMBER), EMPTY],
});

const ACTION_SERVICE = service(
  { name: 'ActionService', namespace: NAMESPACES.aa, prefix: 'aa', types: ACTION_TYPES },
  {
    ...configurations('Action'),
    AddActionRule: [
      sequence(inside('NewActionRule', sequence(...ruleFields))),
      sequence(field('RuleID', 'xsd:integer')),
    ],
    GetActionRules: [
      EMPTY,
      sequence(
        inside(
          'ActionRules',
          sequence(inside('ActionRule', sequence(field('RuleID', 'xsd:integer'), ...ruleFields), MANY)),
        ),
      ),
    ],
    RemoveActionRule: [sequence(field('RuleID', 'xsd:integer')), EMPTY],
    ...configurations('Recipient'),
  },
);

/** The services of which a speaker has these namespaces and operations. */
export const describedServices = (has: {
  readonly namespaces: readonly string[];
  readonly scheduling: boolean;
}): readonly Description[] =>
  [eventService(has.scheduling), ENTRY_SERVICE, ACTION_SERVICE].filter(({ namespace }) =>
    has.namespaces.includes(namespace),
  );
