// Looks whether the app can run here, before anything newer than this file is loaded. Plain old JavaScript on purpose:
// it must still run where nothing else does. It sets html[data-app] to "stopped" when the app must not start.
(function () {
  var root = document.documentElement;

  function show(id) {
    var element = document.getElementById(id);
    if (element) element.removeAttribute('hidden');
  }

  function stop(id) {
    root.setAttribute('data-app', 'stopped');
    document.getElementById('app').setAttribute('hidden', '');
    show(id);
  }

  // A page that shows us inside itself could lay its own things over our buttons.
  if (window.top !== window.self) return stop('stop-framed');

  // (module (table 0 externref)): tells a wasm new enough, and whether our content policy lets any wasm run.
  function runsWasm() {
    try {
      var bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 0]);
      return new WebAssembly.Module(bytes) instanceof WebAssembly.Module;
    } catch (error) {
      return false;
    }
  }

  function hasDatabase() {
    try {
      return Boolean(window.indexedDB);
    } catch (error) {
      return false;
    }
  }

  var knowsModules = 'noModule' in document.createElement('script');
  if (!knowsModules || !runsWasm() || !hasDatabase()) return stop('stop-old');

  // How the page looks is a choice of this device, and shows from the first paint on.
  ['theme', 'size'].forEach(function (name) {
    try {
      var chosen = JSON.parse(localStorage.getItem('preference:' + name));
      if (typeof chosen === 'string') root.setAttribute('data-' + name, chosen);
    } catch (error) {
      // Then it looks as it looks by itself.
    }
  });

  // On an iPad every browser says Safari, and no app does; one that was installed from Safari says standalone.
  var agent = navigator.userAgent;
  var isInsideApp =
    /MicroMessenger|DingTalk|AlipayClient|Weibo|Lark\/|Feishu| QQ\/|; wv\)/i.test(agent) ||
    (/iPhone|iPad/.test(agent) && !/Safari/.test(agent) && !navigator.standalone);

  if (isInsideApp) show('notice-webview');
  if (!window.isSecureContext) show('notice-http');
  else if (!navigator.serviceWorker) show('notice-unkept');
})();
