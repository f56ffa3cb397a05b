'use strict';
// Bodies under gravity: doubles in object properties, updated in place.
class Body {
  constructor(x, y, z, vx, vy, vz, mass) {
    this.x = x; this.y = y; this.z = z;
    this.vx = vx; this.vy = vy; this.vz = vz;
    this.mass = mass;
  }
}
const bodies = [];
for (let i = 0; i < 6; i++) {
  const angle = i * 1.1, r = 1 + i * 0.9;
  bodies.push(new Body(Math.cos(angle) * r, Math.sin(angle) * r, i * 0.05, -Math.sin(angle) / r, Math.cos(angle) / r,
                       0.01 * i, i === 0 ? 10 : 0.1 / i));
}
function step(dt) {
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i];
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j];
      const dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
      const d2 = dx * dx + dy * dy + dz * dz + 0.01;
      const force = dt / (d2 * Math.sqrt(d2));
      a.vx -= dx * b.mass * force; a.vy -= dy * b.mass * force; a.vz -= dz * b.mass * force;
      b.vx += dx * a.mass * force; b.vy += dy * a.mass * force; b.vz += dz * a.mass * force;
    }
  }
  for (const body of bodies) {
    body.x += dt * body.vx; body.y += dt * body.vy; body.z += dt * body.vz;
  }
}
for (let i = 0; i < 30000; i++) step(0.001);
console.log(bodies.map((b) => b.x.toFixed(6)).join(' '));
