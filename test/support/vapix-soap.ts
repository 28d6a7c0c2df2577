/** A message of SOAP 1.2 with the prefixes of clients of the action service. */
export const wrapped = (body: string) =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:act="http://www.axis.com/vapix/ws/action1" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:tnsaxis="http://www.axis.com/2009/event/topics"><s:Body>${body}</s:Body></s:Envelope>`;

/** A configuration to be added; of `values` each is a parameter. */
export const wished = (
  kind: 'Action' | 'Recipient',
  token: string,
  values: Readonly<Record<string, string>>,
  name = 'x',
) =>
  `<act:New${kind}Configuration><act:Name>${name}</act:Name><act:TemplateToken>${token}</act:TemplateToken><act:Parameters>${Object.entries(
    values,
  )
    .map(([each, value]) => `<act:Parameter Name="${each}" Value="${value}"/>`)
    .join('')}</act:Parameters></act:New${kind}Configuration>`;

/** A filter as clients write it. */
export const filter = (topic: string, content = '') =>
  `<wsnt:TopicExpression Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete">${topic}</wsnt:TopicExpression>${
    content === ''
      ? ''
      : `<wsnt:MessageContent Dialect="http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter">${content}</wsnt:MessageContent>`
  }`;
