/* The rooms of the workspace: their address, key, the right they need, and the program behind them. */
export interface Room {
  /** The name under which its title stands in the catalogue. */
  name: string;
  act: string;
  key?: string;
  icon: string;
  load: () => Promise<unknown>;
}

const sources: Room = {
  name: "sources",
  act: "sources.read",
  key: "s",
  icon: "M5 3h9l5 5v13H5zM14 3v5h5M8 13h8M8 17h8",
  load: () => import("../sources/Room.svelte"),
};

export const ROOMS: Record<string, Room> = {
  "": { ...sources, key: undefined },
  sources,
  codebook: {
    name: "codebook",
    act: "codebook.read",
    key: "k",
    icon: "M6 3h13v18H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM8 3v18M11 8h5M11 12h5",
    load: () => import("../codebook/Room.svelte"),
  },
  cases: {
    name: "cases",
    act: "cases.read",
    key: "p",
    icon: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.500-7 8-7s8 3 8 7",
    load: () => import("../cases/Room.svelte"),
  },
  findings: {
    name: "findings",
    act: "findings.read",
    key: "f",
    icon: "M4 20V4M4 20h16M8 16v-5M12.500 16V7M17 16v-8",
    load: () => import("../findings/Room.svelte"),
  },
  history: {
    name: "history",
    act: "history.read",
    key: "h",
    icon: "M12 7v5l3.500 2M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500",
    load: () => import("../history/Room.svelte"),
  },
  team: {
    name: "team",
    act: "team.read",
    key: "t",
    icon: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-3.500 3-6 6.500-6s6.500 2.500 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2.200.9 3.500 3 3.500 5.500",
    load: () => import("../team/Room.svelte"),
  },
  settings: {
    name: "settings",
    act: "team.read",
    icon: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
    load: () => import("../entering/Settings.svelte"),
  },
};
