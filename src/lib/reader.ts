import { type Contract, SHAPES } from "../types/contract";
import type { KindShape, Shape, SlotShape } from "../types/shape";

/** What came is not what the contract says; `message` names the place. */
export class ContractError extends Error {
  override readonly name = "ContractError";
}

/** Read a value from outside as a type of the contract: unknown fields are ignored, defaults filled in. */
export function read<Name extends keyof Contract>(name: Name, value: unknown): Contract[Name] {
  return readStruct(name, SHAPES[name], value) as Contract[Name];
}

function readStruct(where: string, shape: Shape, value: unknown): unknown {
  if (!isRecord(value)) throw new ContractError(`${where} is not an object`);
  const slots = Object.entries(shape).map(([name, slot]) => [name, readSlot(`${where}.${name}`, slot, value[name])]);
  return Object.fromEntries(slots);
}

function readSlot(where: string, slot: SlotShape, value: unknown): unknown {
  if (value === undefined && "otherwise" in slot) return slot.otherwise;
  return readKind(where, slot.kind, value);
}

function readKind(where: string, kind: KindShape, value: unknown): unknown {
  if (typeof kind === "string") return readScalar(where, kind, value);
  if ("values" in kind) return readOneOf(where, kind.values, value);
  if ("list" in kind) return readList(where, kind.list, value);
  if ("map" in kind) return readMap(where, kind.map, value);
  if ("any" in kind) return readAny(where, kind.any, value);
  return readStruct(where, shapeOf(where, kind.ref), value);
}

function readScalar(where: string, kind: string, value: unknown): unknown {
  if (kind === "null" ? value === null : typeof value === (kind === "integer" ? "number" : kind)) return value;
  throw new ContractError(`${where} is not of kind ${kind}`);
}

function readOneOf(where: string, values: readonly (string | number)[], value: unknown): unknown {
  if (values.some((known) => known === value)) return value;
  throw new ContractError(`${where} is none of ${values.join(", ")}`);
}

function readList(where: string, item: KindShape, value: unknown): unknown {
  if (!Array.isArray(value)) throw new ContractError(`${where} is not a list`);
  return value.map((one, index) => readKind(`${where}[${index}]`, item, one));
}

function readMap(where: string, item: KindShape, value: unknown): unknown {
  if (!isRecord(value)) throw new ContractError(`${where} is not an object`);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, readKind(`${where}.${key}`, item, one)]));
}

function readAny(where: string, options: readonly KindShape[], value: unknown): unknown {
  for (const option of options) {
    try {
      return readKind(where, option, value);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
    }
  }
  throw new ContractError(`${where} is of none of the kinds it may be`);
}

function shapeOf(where: string, name: string): Shape {
  const shape = SHAPES[name as keyof Contract];
  if (shape === undefined) throw new ContractError(`${where}: no type ${name}`);
  return shape;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
