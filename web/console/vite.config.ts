import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the server listens while the console is developed; the built console is served by the server itself. */
const server = process.env.PATELLA_URL ?? 'http://127.0.0.1:5080';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      output: {
        // React and the router change rarely; a chunk of their own stays in the browser's cache over our releases.
        manualChunks: { react: ['react', 'react-dom', 'react-router-dom', '@tanstack/react-query'] },
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: server, ws: true },
      '/demo': { target: server },
    },
  },
});
