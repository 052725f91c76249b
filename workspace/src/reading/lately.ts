/* Codes used lately, newest first: offered first, and by the keys 1 to 9. Numbers only, kept in this tab. */
const MOST = 30;

export class Lately {
  #numbers: number[];

  constructor(private readonly place: string) {
    try {
      this.#numbers = JSON.parse(sessionStorage.getItem(place) ?? "[]") as number[];
    } catch {
      this.#numbers = [];
    }
  }

  get numbers(): number[] {
    return this.#numbers;
  }

  use(code: number): number[] {
    this.#numbers = [code, ...this.#numbers.filter((other) => other !== code)].slice(0, MOST);
    sessionStorage.setItem(this.place, JSON.stringify(this.#numbers));
    return this.#numbers;
  }
}
