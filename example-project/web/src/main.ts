import { createApp } from 'vue';
import App from './App.vue';
import './style.css';

createApp(App).mount('#app');

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // Without it, or on plain http, the page works online only.
  addEventListener('load', () => void navigator.serviceWorker.register('./service_worker.js').catch(() => undefined));
}
