# The steps are those that .ci/run takes: restore in locked mode, then build. Try each by hand in a copy of this folder.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY .config/BannedSymbols.txt .config/
COPY src/BalanceBot/BalanceBot.csproj src/BalanceBot/packages.lock.json src/BalanceBot/
RUN dotnet restore src/BalanceBot --locked-mode
COPY src/BalanceBot src/BalanceBot
RUN dotnet publish src/BalanceBot --no-restore -c Release -o /app

# The Debian image: amounts and dates by culture need ICU, which the smaller ones lack.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN mkdir /data && chown 1654:1654 /data
COPY --from=build /app /app
USER 1654
WORKDIR /data
VOLUME /data
ENV BALANCEBOT__STORAGE__LITEDB__FILE=/data/balancebot.db
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["dotnet", "/app/BalanceBot.dll", "health"]
ENTRYPOINT ["dotnet", "/app/BalanceBot.dll"]
