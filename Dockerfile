# Builds with the compilers, runs without them, as nobody.
FROM node:20-bookworm AS build
WORKDIR /pacta
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
# Compiles better-sqlite3 and the sources, then leaves behind what only development needs.
RUN npm rebuild better-sqlite3 && npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:20-bookworm-slim
ENV NODE_ENV=production PACTA_HOST=0.0.0.0 PACTA_DATA_DIR=/data
WORKDIR /pacta
COPY --from=build /pacta/package.json ./
COPY --from=build /pacta/node_modules node_modules
COPY --from=build /pacta/bin bin
COPY --from=build /pacta/dist dist
COPY --from=build /pacta/config config
RUN mkdir -m 700 /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3210
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:3210/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/pacta.js", "serve"]
