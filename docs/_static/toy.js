// The toy of the front page: drag the ball over the loss, and the line moves; let it roll, and gradient descent moves both.
// The data stand in the page as JSON: x, y, and the weight and bias from which the ball starts.
const toy = (() => {
  function loss({x, y}, w, b) {
    return x.reduce((sum, xi, i) => sum + (w * xi + b - y[i]) ** 2, 0) / x.length;
  }

  function gradient({x, y}, w, b) {
    let dw = 0, db = 0;
    x.forEach((xi, i) => {
      const e = w * xi + b - y[i];
      dw += 2 / x.length * e * xi;
      db += 2 / x.length * e;
    });
    return [dw, db];
  }

  // A picture of 300 × 300: from numbers to places, and back.
  const SIDE = 300;
  const scale = (low, high) => ({
    place: value => (value - low) / (high - low) * SIDE,
    value: place => low + place / SIDE * (high - low),
  });
  const around = values => {
    const margin = (Math.max(...values) - Math.min(...values)) / 30;
    return scale(Math.min(...values) - margin, Math.max(...values) + margin);
  };
  const flipped = one => ({place: value => SIDE - one.place(value), value: place => one.value(SIDE - place)});

  function draw(parent, name, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    return parent.appendChild(node);
  }

  function start(figure, data) {
    const [map, plot] = figure.querySelectorAll("svg");
    const [wInput, bInput] = figure.querySelectorAll("input");
    const ws = scale(+wInput.min, +wInput.max), bs = flipped(scale(+bInput.min, +bInput.max));
    const xs = around(data.x), ys = flipped(around(data.y));

    [map, plot].forEach(svg => draw(svg, "rect", {width: SIDE, height: SIDE, class: "paper"}));
    // x has mean 0 and standard deviation 1, so that the rings are circles around the lowest point: at
    // distance r from it the loss is r² more.
    const [dw, db] = gradient(data, 0, 0), lowest = [-dw / 2, -db / 2];
    [7, 6, 5, 4, 3, 2, 1].forEach(r => draw(map, "circle",
      {cx: ws.place(lowest[0]), cy: bs.place(lowest[1]), r: ws.place(r) - ws.place(0), class: "ring"}));
    data.x.forEach((xi, i) => draw(plot, "circle", {cx: xs.place(xi), cy: ys.place(data.y[i]), r: 3, class: "house"}));
    const line = draw(plot, "line", {class: "line"});
    const ball = draw(map, "circle", {r: 11, class: "ball"});

    // The sliders show weight and bias in steps; the ball rolls in smaller ones.
    let w, b;
    const inside = (value, input) => Math.min(Math.max(value, input.min), input.max);
    function move(toW, toB) {
      [w, b] = [inside(toW, wInput), inside(toB, bInput)];
      [wInput.value, bInput.value] = [w, b];
      ball.setAttribute("cx", ws.place(w));
      ball.setAttribute("cy", bs.place(b));
      [[1, 0], [2, SIDE]].forEach(([end, x]) => {
        line.setAttribute(`x${end}`, x);
        line.setAttribute(`y${end}`, ys.place(w * xs.value(x) + b));
      });
      figure.querySelector("output").textContent = `loss ${loss(data, w, b).toFixed(2)}`;
    }

    let step = 0;  // the next one of a ball that rolls
    function stop() {
      cancelAnimationFrame(step);
    }

    function drag(event) {
      if (!map.hasPointerCapture(event.pointerId)) return;
      const box = map.getBoundingClientRect();
      move(ws.value((event.clientX - box.left) / box.width * SIDE), bs.value((event.clientY - box.top) / box.height * SIDE));
    }

    function roll() {
      stop();
      const [dw, db] = gradient(data, w, b);
      if (Math.hypot(dw, db) < 0.02) return;
      move(w - 0.05 * dw, b - 0.05 * db);
      step = requestAnimationFrame(roll);
    }

    map.addEventListener("pointerdown", event => { stop(); map.setPointerCapture(event.pointerId); drag(event); });
    map.addEventListener("pointermove", drag);
    wInput.addEventListener("input", () => { stop(); move(+wInput.value, b); });
    bInput.addEventListener("input", () => { stop(); move(w, +bInput.value); });
    figure.querySelector("button").addEventListener("click", roll);
    move(data.w, data.b);
  }

  return {loss, gradient, start};
})();
