using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace Patella.Tests.Cluster;

/// <summary>What was done to a case by words that nobody else uses.</summary>
/// <param name="Event">The timeline's name of what it became.</param>
internal sealed record CaseDeed(string Case, string Event, string Words);

/// <summary>
/// People who work on cases without pause through whichever process answers: they promise, hand over, wait, ask parties, close and open again, each deed
/// under an id of its own that is sent again until it is answered. What was acknowledged is held against the store by <see cref="CaseLedger"/>.
/// </summary>
internal sealed class CaseWorkers(LiveInstallation installation, int processes, int seed)
{
    private static readonly string[] Units = ["market", "travel", "pay"];
    private readonly ConcurrentBag<CaseDeed> _acknowledged = [];
    private readonly ConcurrentBag<CaseDeed> _refused = [];
    private readonly ConcurrentDictionary<string, string> _numbers = new();
    private readonly CancellationTokenSource _stop = new();
    private (DateTimeOffset Business, long Machine, double Rate) _clock;
    private string _token = "";
    private Task[] _working = [];

    public IReadOnlyCollection<CaseDeed> Acknowledged => _acknowledged;

    public IReadOnlyCollection<CaseDeed> Refused => _refused;

    /// <summary>Acknowledged cases and the numbers they were given.</summary>
    public IReadOnlyDictionary<string, string> Numbers => _numbers;

    public DateTimeOffset BusinessNow => _clock.Business + (Stopwatch.GetElapsedTime(_clock.Machine) * _clock.Rate);

    /// <summary>Writes clauses for everything that runs at a case, and people who decide for every unit.</summary>
    public async Task Begin(int count)
    {
        object Clause(string measure, int minutes) => new { id = measure, measure, targetMinutes = minutes };
        object Name(string text) => new Dictionary<string, string> { ["zh-CN"] = text, ["en"] = text };
        await Ready(() => installation.Ask(0, HttpMethod.Post, "/api/v1/settings/import", installation.AdminToken, new
        {
            units = Units.Select(unit => new { code = unit, name = Name(unit), kind = "market" }),
            staff = new[] { new { id = "sue", name = "sue", email = "sue@acme.example", password = LiveInstallation.Password, roles = new[] { "supervisor", "agent" }, units = new[] { "market" }, languages = new[] { "en" }, capacity = 5 } },
            standards = new[] { Clause("resolution", 90), Clause("transfer-answer", 6), Clause("part-reply", 10), Clause("first-reply", 5) },
        }));
        _token = await Ready(() => installation.SignIn(0, "sue"));
        var session = (await Ready(() => installation.Ask(0, HttpMethod.Get, "/api/v1/session", _token)))!;
        _clock = ((DateTimeOffset)session["businessNow"]!, Stopwatch.GetTimestamp(), (double)session["timeRate"]!);
        _working = [.. Enumerable.Range(0, count).Select(worker => Task.Run(() => Work(worker)))];
    }

    public async Task End()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_working);
    }

    /// <summary>Asks again until it is answered: processes that were just started or killed on a busy machine take their time.</summary>
    public static async Task<T> Ready<T>(Func<Task<T>> ask)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (attempt < 10 && failure is HttpRequestException or OperationCanceledException or IOException)
            {
                await Task.Delay(500);
            }
        }
    }

    private async Task Work(int worker)
    {
        var random = new Random((seed * 100) + worker);
        for (var round = 0; !_stop.IsCancellationRequested; round++)
        {
            var id = $"k{worker}-{round}";
            var opened = await Send(worker, HttpMethod.Post, "/api/v1/cases", () => new { id, subject = "something is wrong " + id, unit = Units[random.Next(Units.Length)], promiseAt = Soon(random) });
            if (opened is null)
            {
                return;
            }

            // On a starved machine it may be asked for the first time when its promise lies in the past already.
            if (opened["refused"] is not null)
            {
                continue;
            }

            _numbers[id] = (string)opened["number"]!;
            for (var deed = 0; deed < 12 && !_stop.IsCancellationRequested; deed++)
            {
                await Act(worker, random, id, $"{id}-{deed}");
            }
        }
    }

    private Task Act(int worker, Random random, string id, string words) => random.Next(9) switch
    {
        0 or 1 => Do(worker, id, "case.transfer-proposed", words, "transfers", new { clientId = words, unit = Units[random.Next(Units.Length)], reason = words }),
        2 => Do(worker, id, null, words, "acceptances", new { clientId = words, queue = true }),
        3 => Do(worker, id, "case.promised", words, "promises", new { clientId = words, words, dueAt = Soon(random), kept = random.Next(2) == 0 }),
        4 => Do(worker, id, null, words, "statuses", new { clientId = words, status = random.Next(2) == 0 ? "waiting-consumer" : "understanding" }),
        5 => Do(worker, id, "case.noted", words, "notes", new { clientId = words, text = words }),
        6 => Do(worker, id, "case.part-asked", words, "parts", new { clientId = words, party = "carrier", who = "Swift-" + random.Next(3), question = words }),
        7 => Do(worker, id, "case.closed", words, "closures", new { clientId = words, outcome = words }),
        _ => Do(worker, id, null, words, "reopenings", new { clientId = words, reason = words }),
    };

    /// <summary>Between three and twenty business minutes from now: some are kept, some renewed, many run out while somebody is dead.</summary>
    private DateTimeOffset Soon(Random random) => BusinessNow.AddMinutes(random.Next(3, 20));

    private async Task Do(int worker, string id, string? becomes, string words, string deed, object body)
    {
        var answer = await Send(worker, HttpMethod.Post, $"/api/v1/cases/{id}/{deed}", () => body);
        if (becomes is not null && answer is not null)
        {
            (answer["refused"] is null ? _acknowledged : _refused).Add(new CaseDeed(id, becomes, words));
        }

        await Task.Delay(20);
    }

    /// <summary>Until it is answered, by whichever process; a refusal is an answer. Null when the work ended first.</summary>
    private async Task<JsonNode?> Send(int worker, HttpMethod method, string path, Func<object> body)
    {
        var sent = body();
        for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
        {
            try
            {
                return await installation.AskBriefly((worker + attempt) % processes, method, path, _token, sent);
            }
            catch (HttpRequestException refusal) when (refusal.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
            {
                return new JsonObject { ["refused"] = refusal.Message };
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
            {
                await Task.Delay(100);
            }
        }

        return null;
    }
}
