// Keeps one complete version of the site. The build fills in these two (offline.ts).
const NAME = 'VERSION';
const FILES = [];

const addresses = FILES.map((file) => new URL(file === 'index.html' ? './' : file, registration.scope).href);

addEventListener('install', (event) => {
  const requests = addresses.map((address) => new Request(address, { cache: 'no-cache' }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(requests)));
});

addEventListener('activate', (event) => {
  const others = async () => (await caches.keys()).filter((name) => name !== NAME);
  event.waitUntil(others().then((names) => Promise.all(names.map((name) => caches.delete(name)))));
});

async function answer(event) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const cache = await caches.open(NAME);
  const kept = await cache.match(origin + pathname.replace(/\/index\.html$/, '/'));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && request.url.startsWith(registration.scope)) {
    const keeping = cache.put(request, response.clone());
    event.waitUntil(keeping.catch(() => undefined)); // without room for it the page works all the same
  }
  return response;
}

addEventListener('fetch', (event) => {
  if (event.request.method === 'GET') event.respondWith(answer(event));
});
