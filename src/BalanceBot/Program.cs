using BalanceBot.Hosting;

return await CommandLine.Run(args);
