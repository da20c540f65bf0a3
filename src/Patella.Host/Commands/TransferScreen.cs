using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Patella.Host.Hosting;
using Patella.Platform.Transfer;
using Patella.Service.Edge;
using Spectre.Console;

namespace Patella.Host.Commands;

/// <summary>Shows a transfer's steps, and asks the server that has the data folder to do it when one runs.</summary>
internal static class TransferScreen
{
    /// <summary>Runs the work with its steps shown: in a line that renews itself on a terminal, a line a step anywhere else.</summary>
    public static async Task<T> Follow<T>(Func<IProgress<TransferProgress>, Task<T>> work)
    {
        if (Screen.IsTerminal)
        {
            return await AnsiConsole.Status().StartAsync("...", context => work(new Teller<TransferProgress>(state => context.Status(Markup.Escape(Text(state))))));
        }

        var step = "";
        return await work(new Teller<TransferProgress>(state =>
        {
            if (state.Step != step)
            {
                step = state.Step;
                Console.WriteLine(step);
            }
        }));
    }

    /// <summary>The answer of the running server, or null when none has the folder.</summary>
    /// <exception cref="CommandFailedException">It could not do it.</exception>
    public static async Task<TransferResult?> Ask(StorePlace place, string door, ControlRequest request, IProgress<TransferProgress> progress, CancellationToken cancellation)
    {
        if (place.Postgres is not null || ControlFile.Read(place.DataFolder) is not { } control)
        {
            return null;
        }

        using var client = new HttpClient { BaseAddress = new Uri(control.Address), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", control.Secret);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, door) { Content = JsonContent.Create(request, options: Json.Options) };
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode ? await Read(answer, progress, cancellation) : null;
        }
        catch (HttpRequestException)
        {
            // What is left of a server that was killed: nobody has the folder.
            return null;
        }
    }

    private static async Task<TransferResult> Read(HttpResponseMessage answer, IProgress<TransferProgress> progress, CancellationToken cancellation)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } text)
        {
            switch (JsonSerializer.Deserialize<ControlLine>(text, Json.Options))
            {
                case { Progress: { } state }: progress.Report(state); break;
                case { Result: { } result }: return result;
                case { Failure: { } failure }: throw new CommandFailedException(ExitCodes.Failed, failure);
            }
        }

        throw new CommandFailedException(ExitCodes.ServerUnreachable, "the server ended before it was done; nothing whole was written.");
    }

    private static string Text(TransferProgress state)
        => state.Total > 0 ? $"{state.Step}: {state.Done}/{state.Total}" : state.Done > 0 ? $"{state.Step}: {state.Done}" : state.Step;
}
