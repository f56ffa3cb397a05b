'use strict';
// One-way constraints between variables, kept satisfied in order of their strength: a chain and a fan.
const STRENGTHS = ['required', 'strong', 'normal', 'weak'];

class Variable {
  constructor(name, value) {
    this.name = name;
    this.value = value;
    this.constraints = [];
    this.determinedBy = null;
    this.walkStrength = STRENGTHS.length;
  }
}

class Constraint {
  constructor(strength, inputs, output) {
    this.strength = STRENGTHS.indexOf(strength);
    this.inputs = inputs;
    this.output = output;
    for (const variable of inputs) variable.constraints.push(this);
  }
  satisfy() {
    if (this.output.determinedBy !== null && this.output.determinedBy !== this &&
        this.output.walkStrength < this.strength)
      return false;
    this.output.determinedBy = this;
    this.output.walkStrength = this.inputs.reduce((s, v) => Math.max(s, v.walkStrength), this.strength);
    return true;
  }
  execute() {}
}

class Equal extends Constraint {
  execute() { this.output.value = this.inputs[0].value; }
}

class Scale extends Constraint {
  constructor(strength, source, factor, offset, output) {
    super(strength, [source, factor, offset], output);
  }
  execute() {
    const [source, factor, offset] = this.inputs;
    this.output.value = source.value * factor.value + offset.value;
  }
}

class Planner {
  // The constraints downstream of a variable in an order that computes inputs before outputs.
  plan(start) {
    const order = [], queue = [start], seen = new Set([start]);
    while (queue.length > 0) {
      const variable = queue.shift();
      for (const constraint of variable.constraints) {
        if (!constraint.satisfy()) continue;
        order.push(constraint);
        if (!seen.has(constraint.output)) {
          seen.add(constraint.output);
          queue.push(constraint.output);
        }
      }
    }
    return order;
  }
}

function chain(length) {
  const planner = new Planner();
  const variables = [];
  for (let i = 0; i <= length; i++) variables.push(new Variable('v' + i, 0));
  for (let i = 0; i < length; i++) new Equal('required', [variables[i]], variables[i + 1]);
  let sum = 0;
  for (let edit = 0; edit < 12; edit++) {
    const order = planner.plan(variables[0]);
    for (let value = 0; value < 10; value++) {
      variables[0].value = value * edit;
      for (const constraint of order) constraint.execute();
      sum += variables[length].value;
    }
  }
  return sum;
}

function fan(width) {
  const planner = new Planner();
  const factor = new Variable('factor', 10), offset = new Variable('offset', 1000);
  const pairs = [];
  for (let i = 0; i < width; i++) {
    const source = new Variable('s' + i, i), target = new Variable('t' + i, 0);
    new Scale('normal', source, factor, offset, target);
    pairs.push([source, target]);
  }
  let sum = 0;
  for (let edit = 1; edit <= 10; edit++) {
    factor.value = edit;
    for (const constraint of planner.plan(factor)) constraint.execute();
    offset.value = edit * 100;
    for (const constraint of planner.plan(offset)) constraint.execute();
    for (const [, target] of pairs) sum = (sum + target.value) % 1000003;
  }
  return sum;
}
let total = 0;
for (let i = 0; i < 3; i++) total += chain(2500) + fan(2500);
console.log(total);
