using System.Diagnostics;
using System.Net;
using Patella.Host.Commands;
using Patella.Platform.Storage;
using Patella.Tests.Hosting;
using Patella.Tests.Servers;

namespace Patella.Tests.Andon;

/// <summary>The release pipeline of docs/operations.md, run as it stands there, and the command that does the same.</summary>
public class PipelineTests
{
    [Fact]
    public async Task The_scripted_pipeline_is_held_by_a_pull_and_goes_on_when_the_puller_says_yes()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        Assert.Equal((0, "released: quiet"), await Script(world, "quiet"));
        AndonWorld.Is(HttpStatusCode.Created, await world.Pull("p1", "hurting", "version", title: "App hurting"));
        var (code, said) = await Script(world, "hurting");
        Assert.Equal((1, true), (code, said.Contains("the gate answered 409", StringComparison.Ordinal)));
        await world.Change("p1", "c1");
        Assert.Equal(1, (await Script(world, "hurting")).Code);
        await world.Release("p1", "r1");
        Assert.Equal((0, "released: hurting"), await Script(world, "hurting"));

        // Nobody there, a wrong key, a title that another launch has: held.
        Assert.Equal(1, (await Script(world, "quiet", url: "http://127.0.0.1:9")).Code);
        Assert.Equal(1, (await Script(world, "quiet", key: "wrong")).Code);
        Assert.Equal(1, (await Script(world, "quiet", title: "Something else")).Code);
    }

    [Fact]
    public async Task The_command_ends_with_0_only_when_the_gate_is_clear()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        Task<int> Gate(string id, string[] more, string? url = null) => CommandLine.Run(["gate", "launch", id, "--url", url ?? world.Server.Http.BaseAddress!.ToString(), "--key", world.Pipeline, .. more]);
        Assert.Equal(ExitCodes.Failed, await Gate("l1", []));
        await world.Register("l1");
        Assert.Equal(ExitCodes.Done, await Gate("l1", []));
        await world.Pull("p1");
        Assert.Equal(ExitCodes.Failed, await Gate("l1", []));
        Assert.Equal(ExitCodes.Failed, await Gate("l1", ["--pass"]));
        await world.Change("p1", "c1");
        await world.Release("p1", "r1");
        Assert.Equal(ExitCodes.Done, await Gate("l1", ["--pass"]));
        Assert.Equal(ExitCodes.ServerUnreachable, await Gate("l1", [], "http://127.0.0.1:9"));
    }

    private static async Task<(int Code, string Said)> Script(AndonWorld world, string id, string? url = null, string? key = null, string? title = null)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(ApiDocumentTests.SourceTreeRoot(), "scripts", "release-gate.sh"), "version", id, title ?? "App " + id]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATELLA_URL"] = url ?? world.Server.Http.BaseAddress!.ToString().TrimEnd('/');
        start.Environment["PATELLA_API_KEY"] = key ?? world.Pipeline;
        using var process = Process.Start(start)!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, (await said).Trim());
    }
}
