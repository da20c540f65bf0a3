using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Patella.Host.Commands;

namespace Patella.Tests.Hosting;

public class CommandLineTests
{
    public static TheoryData<string[]> WrongLines =>
    [
        ["dance"],
        ["serve", "--dance"],
        ["serve", "--port", "0"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "many"],
        ["serve", "--time-rate", "0"],
        ["serve", "--host", "nowhere at all"],
        ["serve", "--demo", "--no-demo"],
    ];

    [Fact]
    public void Every_verb_and_every_option_explains_itself()
        => Assert.All(Symbols(CommandLine.Build()), symbol => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), $"{symbol.Name} says nothing"));

    [Theory]
    [MemberData(nameof(WrongLines))]
    public void A_line_that_cannot_be_understood_is_refused_before_anything_happens(string[] line)
        => Assert.NotEmpty(CommandLine.Build().Parse(line).Errors);

    [Fact]
    public async Task A_wrong_line_ends_with_two_and_points_to_the_help()
    {
        var (code, output, errors) = await PatellaProcess.Run(["serve", "--dance"]);

        Assert.Equal(ExitCodes.WrongUsage, code);
        Assert.Empty(output);
        Assert.Contains("--dance", errors, StringComparison.Ordinal);
        Assert.Contains("patella serve --help", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_verb_it_shows_its_verbs()
    {
        var (code, output, _) = await PatellaProcess.Run([]);

        Assert.Equal(ExitCodes.Done, code);
        Assert.All(CommandLine.Build().Subcommands, verb => Assert.Contains(verb.Name, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_taken_port_is_named_together_with_the_way_out()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (code, _, errors) = await PatellaProcess.Run(["serve", "--port", $"{port}", "--data", folder.Path]);

        Assert.Equal(ExitCodes.EnvironmentMissing, code);
        Assert.Equal($"patella: port {port} is taken by another program: stop that one, or choose another port with --port.", errors);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_told_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("data", "not a folder");

        var (code, _, errors) = await PatellaProcess.Run(["serve", "--port", $"{PatellaProcess.FreePort()}", "--data", file]);

        Assert.Equal(ExitCodes.EnvironmentMissing, code);
        Assert.Contains(file, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
    }

    [Fact]
    public async Task A_data_folder_that_another_server_has_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var first = await PatellaProcess.Serve(["--port", $"{PatellaProcess.FreePort()}", "--data", folder.Path]);

        var (code, _, errors) = await PatellaProcess.Run(["serve", "--port", $"{PatellaProcess.FreePort()}", "--data", folder.Path]);

        Assert.Equal(ExitCodes.EnvironmentMissing, code);
        Assert.Contains("Another Patella may be running on it", errors, StringComparison.Ordinal);
    }

    private static IEnumerable<Symbol> Symbols(Command command)
        => command.Options.Cast<Symbol>().Concat(command.Arguments).Append(command).Concat(command.Subcommands.SelectMany(Symbols));
}
