/* Drawing a chart; a chunk of its own, fetched with the first chart. No code is made from text (`ast`). */
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

export interface Drawn {
  stop: () => void;
}

/** Draw a Vega-Lite chart into a box; `pick` gets what belongs to the mark that is clicked. */
export async function draw(
  box: HTMLElement,
  chart: Record<string, unknown>,
  font: string,
  pick: (datum: Record<string, unknown>) => void,
): Promise<Drawn> {
  const result = await embed(box, chart as never, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    defaultStyle: false,
    tooltip: false,
    ast: true,
    expr: expressionInterpreter,
    config: { font },
    // Nothing is ever fetched: the data are in the chart.
    loader: { load: () => Promise.reject(new Error("Charts fetch nothing.")) } as never,
  });
  // The box around it is told as one picture; its parts are not told one by one.
  box.querySelector("svg")?.setAttribute("aria-hidden", "true");
  result.view.addEventListener("click", (_event, item) => {
    const datum = (item as { datum?: Record<string, unknown> } | null | undefined)?.datum;
    if (datum && typeof datum.row === "number") pick(datum);
  });
  return { stop: () => result.finalize() };
}
