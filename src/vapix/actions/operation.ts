import { mayActAs, type Role } from '../../core/role.ts';
import type { Exchange } from '../../http/index.ts';
import { NAMESPACES } from '../namespaces.ts';
import type { SoapOperation } from '../soap.ts';
import { childNamed, textIn, type XmlElement } from '../soap-xml.ts';
import { actionFault } from './faults.ts';

/** An operation of the action service; `run` gives what stands in its answer. */
export const operation = (name: string, access: Role, run: SoapOperation['run']): SoapOperation => ({
  namespace: NAMESPACES.aa,
  name,
  access,
  run: async (request, exchange) => `<aa:${name}Response>${await run(request, exchange)}</aa:${name}Response>`,
});

/** The element that holds what is to be added. @throws SoapFault */
export function partIn(request: XmlElement, name: string): XmlElement {
  const part = childNamed(request, name);
  if (part === undefined) throw actionFault('ParametersMissmatch', `${request.name} must have ${name}`);
  return part;
}

/** A number that names something; 0, which nothing has, for what is no number. @throws Fault `invalid` where it is not there */
export function numberIn(request: XmlElement, name: string): number {
  const text = textIn(request, name);
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Whether a caller may see how others are reached. */
export const isAdmin = ({ caller }: Exchange) => caller !== undefined && mayActAs(caller.role, 'admin');
