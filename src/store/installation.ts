import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newUuid, Randomness } from '../base/randomness';
import { withoutRequestContext } from '../base/request-context';
import { InstallationRow } from './installation.entity';
import { insertNewRows, selectRows } from './sql/rows';
import { Store } from './store';

const ROW = 'installation';

/** A name for this installation that no other has, the same for all replicas and for ever. */
@Injectable()
export class Installation implements OnModuleInit {
  uuid = '';

  constructor(
    private readonly store: Store,
    private readonly randomness: Randomness,
  ) {}

  async onModuleInit(): Promise<void> {
    this.uuid = (await this.stored()) ?? (await withoutRequestContext(() => this.made()));
  }

  private stored(): Promise<string | undefined> {
    return this.store.read(async (tx) => (await selectRows(tx, InstallationRow, '', []))[0]?.uuid);
  }

  /** Of several replicas that start at once, the first one's. */
  private made(): Promise<string> {
    return this.store.write(async (tx) => {
      await insertNewRows(tx, InstallationRow, [{ id: ROW, uuid: newUuid(this.randomness) }]);
      const [row] = await selectRows(tx, InstallationRow, '', []);
      if (row === undefined) throw new Error('The name of the installation was not stored.');
      return row.uuid;
    });
  }
}
