using BalanceBot.Sandbox;

return await SandboxCommand.Run(args);
