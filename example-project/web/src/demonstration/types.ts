// What the demonstration's worker and the page tell each other.

/** Something that was done, and what it cost. */
export interface Action {
  readonly what: string;
  /** Which side did it; '' for JavaScript. */
  readonly side: string;
  readonly way: string;
  readonly access: string;
  readonly variant: string;
  /** Modules whose memory was touched. */
  readonly touched: readonly string[];
  /** Bytes that went from main's memory into the side. */
  readonly into: number;
  /** Bytes that went into main's memory. */
  readonly outOf: number;
  readonly milliseconds: number;
}

/** One of equal steps of x: how many rows, and the quartiles of y in them. */
export interface Group {
  readonly first: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly rows: number;
}

export interface Preview {
  readonly row: number;
  readonly values: readonly number[];
}

export interface Shown {
  readonly count: number;
  readonly preview: readonly Preview[];
}

export interface ModuleState {
  readonly name: string;
  readonly state: string;
  readonly variant: string;
  readonly bytes: number;
}

/** What the page shows of the data. */
export interface DataInfo {
  readonly name: string;
  readonly rows: number;
  readonly leftOut: readonly string[];
  readonly columns: readonly { readonly name: string; readonly least: number; readonly most: number }[];
}

/** What the user asks for. Columns by number. */
export interface Query {
  readonly filterColumn: number;
  readonly least: number;
  readonly most: number;
  readonly sortColumn: number;
  readonly descending: boolean;
  readonly x: number;
  readonly y: number;
}

export interface Answer {
  readonly actions: readonly Action[];
  readonly groups: readonly Group[];
  readonly shown: Shown;
  readonly modules: readonly ModuleState[];
}

/** The running app. */
export interface AppInfo {
  readonly variant: string;
  readonly bridge: string;
  readonly manifest: Manifest;
  readonly modules: readonly ModuleState[];
}

/** What the page reads of an app's manifest; all of it is in templates/manifest.schema.json of WasmPseudoLink. */
export interface Manifest {
  readonly main: string;
  readonly modules: readonly ManifestModule[];
}

export interface ManifestModule {
  readonly name: string;
  readonly role: 'main' | 'side';
  readonly access?: string;
  readonly guarded?: boolean;
  readonly lazy: boolean;
  readonly variants: readonly { readonly variant: string }[];
  readonly imports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly api?: readonly string[];
}
