return await Patella.Host.Commands.CommandLine.Run(args);
