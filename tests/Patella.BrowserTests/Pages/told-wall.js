// A wall's server inside the page: the test says how often and how much it tells.
(() => {
  const said = { sockets: [], subscribed: [], version: 0, open: true };
  let seed = 7;
  const random = (most) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % most; };
  const now = () => new Date(Date.UTC(2026, 10, 11) + said.version * 5000).toISOString();
  const named = (text) => ({ 'zh-CN': text, en: text });
  const word = (about) => ({ id: `${about}-${said.version}-${random(1e6)}`, at: now(), text: `第${said.version}次说：快递停在分拨中心不动了，已经等了${random(20)}天，请给一个说法`, source: 'review', channel: 'app', region: '杭州' });
  const obstacle = (number) => ({ id: `incident-${number}`, kind: 'anomaly', reason: named(`问题${number}`), places: [{ dimension: 'region', value: '杭州' }], onset: now(), raisedAt: now(), voices: 100 + random(900), customers: 90, expected: 3, growth: 30,
    lately: random(80), earlier: random(80), severity: 1 + (number % 4), trend: Array.from({ length: 60 }, () => random(20)), clock: { state: 'raised', since: now() } });
  const window_ = { from: '2026-11-11T00:00:00Z', until: '2026-11-11T01:00:00Z' };
  const forecast = { basis: 'days', of: 7 };
  const answers = () => ({ offered: 1000 + random(100), pickedUp: 990 + random(10), replied: 980 + random(10), askedForPerson: 300, gotPerson: 299, byBot: 400 + random(100), standardsKept: 990 + random(9), standardsMissed: random(9) });
  const parts = () => ({
    place: { name: '考验', timeZone: 'Asia/Shanghai' },
    obstacles: { open: 5, raisedToday: 9, closedToday: 4, items: [1, 2, 3, 4, 5].map(obstacle) },
    voices: { latest: Array.from({ length: 8 }, () => word('latest')), outside: Array.from({ length: 4 }, () => word('outside')), of: [1, 2, 3, 4, 5].map((number) => ({ incident: `incident-${number}`, words: [word(number), word(number)] })) },
    trend: { window: window_, forecast, stepMinutes: 5, lines: ['', 'a', 'b', 'c', 'd', 'e', 'f'].map((stage) => ({ ...(stage ? { stage } : {}), now: random(2000), expected: 500, points: Array.from({ length: 72 }, () => random(90)), usual: Array.from({ length: 72 }, () => 40) })) },
    outside: { window: window_, forecast, count: random(3000), expected: 900, hours: Array.from({ length: 24 }, () => random(90)), usual: Array.from({ length: 24 }, () => 30) },
    unknown: { window: window_, forecast, count: random(400), expected: 9, points: Array.from({ length: 72 }, () => random(20)), topics: [] },
    service: { last15m: answers(), today: answers(), day: '2026-11-11', queue: { waiting: random(9), oldestSeconds: random(600), free: random(30), busy: 9 } },
    bell: { window: window_, standing: random(30), waiting: random(9), overdue: random(3), oldest: { id: `pull-${random(90)}`, since: now() }, inTime: 90 + random(9), late: random(9) },
    helped: { window: window_, helped: 1000, beforeAsking: random(1000) },
    regions: { window: window_, forecast, items: ['杭州', '上海', '北京', '成都', '广州', '深圳', '武汉', '西安', '南京', '重庆'].map((region) => ({ region, count: random(900), expected: 90, incidents: random(2) })) },
  });
  const tell = (changed) => {
    said.version += 1;
    const frame = JSON.stringify({ type: 'wall', epoch: 'told', version: said.version, at: now(), timeRate: 1, parts: changed ?? parts() });
    said.sockets.filter((socket) => socket.readyState === 1).forEach((socket) => socket.onmessage?.({ data: frame }));
  };
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 0;
    constructor() {
      setTimeout(() => { if (!said.open) { this.readyState = 3; this.onclose?.({}); return; } this.readyState = 1; said.sockets.push(this); this.onopen?.({}); }, 5);
    }
    send(text) {
      const message = JSON.parse(text);
      if (message.type === 'hello') this.onmessage?.({ data: JSON.stringify({ type: 'welcome', at: now() }) });
      if (message.type === 'subscribe') { said.subscribed.push(message); if (message.after === undefined) tell(); }
    }
    close() { if (this.readyState === 3) return; this.readyState = 3; said.sockets = said.sockets.filter((socket) => socket !== this); setTimeout(() => this.onclose?.({}), 0); }
  };
  const frames = (until, each) => new Promise((done) => { let count = 0; const step = () => { count += 1; each?.(count); if (until(count)) done(count); else requestAnimationFrame(step); }; requestAnimationFrame(step); });
  window.toldWall = {
    tell: () => tell(),
    subscribed: () => said.subscribed,
    lose: () => { said.open = false; [...said.sockets].forEach((socket) => socket.close()); },
    find: () => { said.open = true; },
    // One document a picture, each with every part changed.
    run: (documents) => frames((count) => count >= documents, () => tell()),
    // Pictures a second while four documents a second come, as many as the server ever tells.
    rate: async (milliseconds) => { const timer = setInterval(() => tell(), 250); const from = performance.now(); const count = await frames(() => performance.now() - from >= milliseconds); clearInterval(timer); return count / ((performance.now() - from) / 1000); },
  };
})();
