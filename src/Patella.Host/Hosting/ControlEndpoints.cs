using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Transfer;
using Patella.Service.Edge;

namespace Patella.Host.Hosting;

/// <summary>What the command line asks a running server to do: copy itself. Paths are absolute, on the server's machine.</summary>
internal sealed record ControlRequest(string Path, string? Tenant = null);

/// <summary>One line of the answer: how far it is, or what came of it, or why not.</summary>
internal sealed record ControlLine(TransferProgress? Progress = null, TransferResult? Result = null, string? Failure = null);

/// <summary>The operator's doors of a running server: from this machine only, and only with the secret of the data folder. See <see cref="ControlFile"/>.</summary>
internal static class ControlEndpoints
{
    public const string Backups = "/operations/backups";
    public const string Exports = "/operations/exports";

    /// <summary>Lines of progress that may wait for a slow reader; older ones are dropped.</summary>
    private const int LineLimit = 16;

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Backups, (ControlRequest request, HttpContext http) => Answer(http, (progress, cancellation) => TransferWork.Backup(http.RequestServices, request.Path, progress, cancellation)))
            .OpenToAll().ExcludeFromDescription();
        routes.MapPost(Exports, (ControlRequest request, HttpContext http) => Answer(http, (progress, cancellation) =>
                TransferWork.Export(http.RequestServices, new TenantId(request.Tenant ?? ""), request.Path, progress, cancellation)))
            .OpenToAll().ExcludeFromDescription();
    }

    private static async Task<IResult> Answer(HttpContext http, Func<IProgress<TransferProgress>, CancellationToken, Task<TransferResult>> work)
    {
        if (!IsOperator(http))
        {
            return new ProblemResult(Problem.Forbidden());
        }

        http.Response.ContentType = "application/x-ndjson";
        var lines = Channel.CreateBounded<ControlLine>(new BoundedChannelOptions(LineLimit) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var working = Work(lines.Writer, work, http.RequestAborted);
        await foreach (var line in lines.Reader.ReadAllAsync(http.RequestAborted))
        {
            await Write(http, line);
        }

        await Write(http, await working);
        return Results.Empty;
    }

    private static async Task<ControlLine> Work(ChannelWriter<ControlLine> lines, Func<IProgress<TransferProgress>, CancellationToken, Task<TransferResult>> work, CancellationToken cancellation)
    {
        try
        {
            var progress = new Commands.Teller<TransferProgress>(state => lines.TryWrite(new ControlLine(state)));
            return new ControlLine(Result: await Task.Run(() => work(progress, cancellation), cancellation));
        }
        catch (Exception failure) when (failure is TransferException or StoreUnavailableException or ArgumentException)
        {
            return new ControlLine(Failure: failure.Message);
        }
        finally
        {
            lines.TryComplete();
        }
    }

    private static async Task Write(HttpContext http, ControlLine line)
    {
        await http.Response.WriteAsync(JsonSerializer.Serialize(line, Json.Options) + "\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static bool IsOperator(HttpContext http)
    {
        var presented = Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString());
        var expected = Encoding.UTF8.GetBytes("Bearer " + http.RequestServices.GetRequiredService<ControlFile>().Secret);
        return http.Connection.RemoteIpAddress is { } address && (IPAddress.IsLoopback(address) || address.Equals(http.Connection.LocalIpAddress))
            && CryptographicOperations.FixedTimeEquals(presented, expected);
    }
}
