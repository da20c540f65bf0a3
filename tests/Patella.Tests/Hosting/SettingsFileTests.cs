using Patella.Host.Commands;
using Patella.Host.Hosting;

namespace Patella.Tests.Hosting;

public class SettingsFileTests
{
    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        using var folder = new TemporaryFolder();

        var settings = SettingsFile.Load(folder.File("settings.json", "{ // ours\n \"port\": 5090, \"demo\": true, \"timeRate\": 120, \"logLevel\": \"Debug\", }"));

        Assert.Equal(5090, settings.Port);
        Assert.True(settings.Demo);
        Assert.Equal(120, settings.TimeRate);
    }

    [Theory]
    [InlineData("{\n  \"port\": 5080,\n  \"prot\": 1 }", "line 3", "\"prot\"", "not known")]
    [InlineData("{\n  \"port\": \"many\" }", "line 2", "\"port\"", "wrong kind")]
    [InlineData("{\n  \"port\": 5080\n  \"demo\": true }", "line 3", "place", "not JSON")]
    [InlineData("", "line 1", "place 1", "not JSON")]
    [InlineData("[]", "line 1", "place", "wrong kind")]
    [InlineData("null", "one JSON object", "port", "settings file")]
    [InlineData("{ \"port\": 70000 }", "\"port\"", "1 to 65535", "settings file")]
    [InlineData("{ \"timeRate\": 0 }", "\"timeRate\"", "0.001", "settings file")]
    [InlineData("{ \"host\": \"no where\" }", "\"host\"", "IP address", "settings file")]
    public void A_file_that_cannot_be_used_is_refused_with_its_place(string content, string first, string second, string third)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("settings.json", content);

        var failure = Assert.Throws<CommandFailedException>(() => SettingsFile.Load(path));

        Assert.Equal(ExitCodes.WrongUsage, failure.ExitCode);
        Assert.All([path, first, second, third], words => Assert.Contains(words, failure.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
        => Assert.Contains("/no/such/file.json", Assert.Throws<CommandFailedException>(() => SettingsFile.Load("/no/such/file.json")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_command_line_is_stronger_than_the_file()
    {
        using var folder = new TemporaryFolder();
        var port = PatellaProcess.FreePort();
        var settings = folder.File("settings.json", $$"""{ "port": 1, "data": "{{folder.Path}}/data" }""");

        await using var server = await PatellaProcess.Serve(["--settings", settings, "--port", $"{port}"]);

        Assert.Contains($"http://127.0.0.1:{port}", server.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(folder.Path, "data")));
    }
}
