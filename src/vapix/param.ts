import type { Role } from '../core/role.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import type { ParamStore } from '../settings/index.ts';
import { oneLine, plain } from './answers.ts';
import type { MediaClips } from './media-clips.ts';
import { defineParams } from './param-definitions.ts';
import { listParams, select } from './param-list.ts';
import { addGroup, removeGroups } from './param-template.ts';
import { visibleParams } from './param-tree.ts';
import { updateParams } from './param-update.ts';

interface ParamDeps {
  readonly params: ParamStore;
  readonly clips: Pick<MediaClips, 'get' | 'remove'>;
}

/** `param.cgi`: reads and sets the parameters of the speaker. Answers 200 also where it refuses. */
export const paramCgi = (deps: ParamDeps): Route => ({
  path: '/axis-cgi/param.cgi',
  methods: ['GET', 'POST'],
  access: 'viewer',
  handle: async exchange => act(deps, roleOf(exchange), await exchange.args()),
});

const roleOf = ({ caller }: Exchange): Role => caller?.role ?? 'viewer';

async function act({ params, clips }: ParamDeps, role: Role, args: URLSearchParams): Promise<Answer> {
  const chosen = () => select(visibleParams(params, role), args.get('group'));
  const action = args.get('action') ?? '';
  switch (action) {
    case 'list':
      return listParams(chosen());
    case 'listdefinitions':
      return args.get('listformat') === 'xmlschema'
        ? defineParams(chosen(), params)
        : plain('# Error: listformat must be xmlschema\n');
    case 'update':
      return updateParams(params, role, args);
    case 'add':
      return addGroup(args);
    case 'remove':
      return removeGroups(clips, role, args);
    case '':
      return plain('# Error: action must be specified\n');
    default:
      return plain(`# Error: there is no action '${oneLine(action)}'\n`);
  }
}
