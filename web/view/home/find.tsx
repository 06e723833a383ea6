import { follow, linkTo, navigate, replace, route } from '../../state/address';
import { GROUP_NAMES, type Group, group, listed, overview, SORTS, sort } from '../../state/home';
import { count } from '../../words/format';
import { homeTexts } from '../../words/home';
import { NewLink } from './new-link';

/** Search, groups and tags: they select what is below. */
export function Find() {
  const w = homeTexts.value;
  if (w === undefined) return null;
  return (
    <form
      class="filters find"
      role="search"
      aria-label={w.search}
      onSubmit={(event) => event.preventDefault()}
    >
      <label class="search">
        <span class="unseen">{w.search}</span>
        <input
          type="search"
          value={route.text}
          placeholder={w.search}
          maxLength={200}
          onInput={({ currentTarget }) => replace({ text: currentTarget.value })}
        />
      </label>
      <Groups />
      <Tags />
    </form>
  );
}

/** The number of agreements, and their order. */
export function ListHead() {
  const w = homeTexts.value;
  if (w === undefined) return null;
  return (
    <div class="list-head">
      <h2>
        <span role="status">{w.agreements(listed.value?.total ?? 0)}</span>
      </h2>
      <NewLink />
      <label>
        <span class="hint">{w.sort}</span>{' '}
        <select
          value={sort.value}
          onChange={({ currentTarget }) => navigate({ sort: currentTarget.value })}
        >
          {SORTS.map((one) => (
            <option key={one} value={one}>
              {w.sorts[one]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Shown where there is more than one group. */
function Groups() {
  const w = homeTexts.value;
  const all = overview.value?.agreements;
  if (w === undefined || all === undefined) return null;
  const sizes: Readonly<Record<Group, number>> = {
    '': all.active + all.paused,
    active: all.active,
    paused: all.paused,
    archived: all.archived,
    library: all.shipped,
  };
  const names = GROUP_NAMES.filter(
    (name) => name === group.value || (sizes[name] > 0 && (name === '' || sizes[name] < all.total)),
  );
  if (names.length < 2) return null;
  return (
    <ul class="chips" aria-label={w.groups}>
      {names.map((name) => (
        <Chip key={name} patch={{ group: name }} current={group.value === name} n={sizes[name]}>
          {w.group[name]}
        </Chip>
      ))}
    </ul>
  );
}

function Tags() {
  const w = homeTexts.value;
  const tags = overview.value?.tags ?? [];
  if (w === undefined || (tags.length === 0 && route.tag === '')) return null;
  const known = tags.some(({ tag }) => tag === route.tag);
  const all = known || route.tag === '' ? tags : [...tags, { tag: route.tag, agreements: 0 }];
  return (
    <ul class="chips" aria-label={w.tags}>
      {all.map(({ tag, agreements }) => {
        const current = route.tag === tag;
        return (
          <Chip key={tag} patch={{ tag: current ? '' : tag }} current={current} n={agreements}>
            {tag}
          </Chip>
        );
      })}
    </ul>
  );
}

interface ChipProps {
  patch: { group: string } | { tag: string };
  current: boolean;
  n: number;
  children: string;
}

function Chip({ patch, current, n, children }: ChipProps) {
  return (
    <li>
      <a
        class="chip"
        href={linkTo(patch)}
        onClick={follow(patch)}
        aria-current={current ? 'true' : undefined}
      >
        {children} <span>{count(n)}</span>
      </a>
    </li>
  );
}
