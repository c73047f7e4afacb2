# One image for every role; the command chooses: api, data-worker, agent-worker or migrate.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json .swcrc ./
COPY apps apps
COPY libs libs
COPY tools/bootstrap/bundle.mjs tools/bootstrap/bundle.mjs
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=1 MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=32768
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/package.json package.json
RUN mkdir -p /data/objects /data/scratch && chown -R node:node /data
ENV STORAGE_DIR=/data/objects SCRATCH_DIR=/data/scratch
USER node
EXPOSE 8000
CMD ["node", "dist/apps/api/src/main.js"]
