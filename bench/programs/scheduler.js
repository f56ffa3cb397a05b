'use strict';
// A little operating system: tasks of four kinds with queues of packets, run by priority. Method calls through
// several classes, linked queues, state machines.
class Packet {
  constructor(link, kind) {
    this.link = link;
    this.kind = kind;
    this.datum = 0;
    this.data = [0, 0, 0, 0];
  }
}

class Task {
  constructor(id, priority) {
    this.id = id;
    this.priority = priority;
    this.queue = null;
    this.waiting = false;
    this.held = false;
  }
  enqueue(packet) {
    packet.link = null;
    if (this.queue === null) {
      this.queue = packet;
      return;
    }
    let last = this.queue;
    while (last.link !== null) last = last.link;
    last.link = packet;
  }
  take() {
    const packet = this.queue;
    if (packet !== null) this.queue = packet.link;
    return packet;
  }
  runnable() {
    return !this.held && (!this.waiting || this.queue !== null);
  }
}

class Idler extends Task {
  constructor(id, count) {
    super(id, 0);
    this.seed = 1;
    this.count = count;
  }
  step(system) {
    if (--this.count < 0) {
      this.held = true;
      return;
    }
    const bit = this.seed & 1;
    this.seed = bit === 0 ? this.seed >> 1 : (this.seed >> 1) ^ 0xD008;
    system.release(bit === 0 ? 'deviceA' : 'deviceB');
  }
}

class Worker extends Task {
  constructor(id) {
    super(id, 1000);
    this.target = 'handlerA';
    this.letter = 0;
  }
  step(system) {
    const packet = this.take();
    if (packet === null) {
      this.waiting = true;
      return;
    }
    this.target = this.target === 'handlerA' ? 'handlerB' : 'handlerA';
    for (let i = 0; i < packet.data.length; i++) {
      this.letter = this.letter === 26 ? 1 : this.letter + 1;
      packet.data[i] = this.letter;
    }
    packet.datum = 0;
    system.send(this.target, packet);
  }
}

class Handler extends Task {
  constructor(id, device) {
    super(id, 2000);
    this.device = device;
    this.work = [];
    this.free = [];
  }
  step(system) {
    for (let packet = this.take(); packet !== null; packet = this.take())
      (packet.kind === 'work' ? this.work : this.free).push(packet);
    const work = this.work[0];
    if (work === undefined) {
      this.waiting = true;
    } else if (work.datum >= work.data.length) {
      this.work.shift();
      system.send('worker', work);
    } else if (this.free.length > 0) {
      const packet = this.free.shift();
      packet.datum = work.data[work.datum++];
      system.send(this.device, packet);
    } else {
      this.waiting = true;
    }
  }
}

class Device extends Task {
  constructor(id, handler) {
    super(id, 4000);
    this.handler = handler;
    this.current = null;
  }
  step(system) {
    if (this.current === null) {
      this.current = this.take();
      if (this.current === null) this.waiting = true;
      else {
        system.held++;
        this.held = true;
      }
      return;
    }
    const packet = this.current;
    this.current = null;
    packet.kind = 'device';
    system.send(this.handler, packet);
  }
}

class System {
  constructor(ticks) {
    this.tasks = new Map();
    this.sent = 0;
    this.held = 0;
    for (const task of [new Idler('idler', ticks), new Worker('worker'), new Handler('handlerA', 'deviceA'),
                        new Handler('handlerB', 'deviceB'), new Device('deviceA', 'handlerA'),
                        new Device('deviceB', 'handlerB')])
      this.tasks.set(task.id, task);
    for (let i = 0; i < 2; i++) this.tasks.get('worker').enqueue(new Packet(null, 'work'));
    for (const id of ['handlerA', 'handlerB']) {
      for (let i = 0; i < 3; i++) this.tasks.get(id).enqueue(new Packet(null, 'device'));
    }
    this.order = [...this.tasks.values()].sort((a, b) => b.priority - a.priority);
  }
  send(id, packet) {
    const task = this.tasks.get(id);
    this.sent++;
    task.enqueue(packet);
    task.waiting = false;
  }
  release(id) {
    this.tasks.get(id).held = false;
  }
  run() {
    for (;;) {
      const task = this.order.find((t) => t.runnable());
      if (task === undefined) return;
      task.step(this);
    }
  }
}

let sent = 0, held = 0;
for (let round = 0; round < 12; round++) {
  const system = new System(10000);
  system.run();
  sent += system.sent;
  held += system.held;
}
console.log(sent, held);
