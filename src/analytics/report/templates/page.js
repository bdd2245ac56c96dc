"use strict";
// Draws the charts of a report: each when it comes near the screen, the rest before the page is printed.
(function () {
  var PRINT_WIDTH = 680; // A4 less its margins, in CSS pixels
  var language = document.documentElement.lang.slice(0, 2);
  var places = Array.prototype.slice.call(document.querySelectorAll("[data-chart]"));

  Plotly.register({
    moduleType: "locale",
    name: "zh",
    dictionary: {},
    format: {
      days: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
      shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
      months: ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
      shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
      date: "%Y-%m-%d",
      decimal: ".",
      thousands: ","
    }
  });

  function draw(place) {
    if (place.dataset.drawn) { return; }
    place.dataset.drawn = "begun";
    var figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    var layout = figure.layout;
    layout.autosize = true;
    var config = { displayModeBar: false, responsive: true, locale: language, doubleClick: false, showTips: false };
    Plotly.newPlot(place, figure.data, layout, config).then(function () { place.dataset.drawn = "done"; });
  }

  if ("IntersectionObserver" in window) {
    var near = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) { near.unobserve(entry.target); draw(entry.target); }
      });
    }, { rootMargin: "400px" });
    places.forEach(function (place) { near.observe(place); });
  } else {
    places.forEach(draw);
  }

  window.addEventListener("beforeprint", function () {
    places.forEach(function (place) { draw(place); Plotly.relayout(place, { width: PRINT_WIDTH }); });
  });
  window.addEventListener("afterprint", function () {
    places.forEach(function (place) { Plotly.relayout(place, { width: null, autosize: true }); });
  });

  // The contents show where the reader is.
  var links = Array.prototype.slice.call(document.querySelectorAll(".contents a"));
  function follow() {
    var current = null;
    links.forEach(function (link) {
      link.removeAttribute("aria-current");
      var section = document.getElementById(link.hash.slice(1));
      if (section && section.getBoundingClientRect().top < 120) { current = link; }
    });
    if (current) { current.setAttribute("aria-current", "true"); }
  }
  window.addEventListener("scroll", follow, { passive: true });
  follow();
})();
