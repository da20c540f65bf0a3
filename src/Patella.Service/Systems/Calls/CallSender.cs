using System.Text;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Systems.Forms;

namespace Patella.Service.Systems.Calls;

/// <summary>
/// One try of a message: 15 seconds, no redirects, only addresses the operator lets us call, and an answer of 64 kB that must say in the connector's own form that it was
/// taken. A message that may have arrived before is looked for first where the connector has no key that makes two one.
/// </summary>
internal sealed class CallSender : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private const int MostAnswer = 64 << 10;
    private const int MostProblem = 300;
    private readonly IReadOnlyDictionary<string, ICallForm> _forms;
    private readonly EgressPolicy _egress;
    private readonly HttpClient _client;

    public CallSender(IEnumerable<ICallForm> forms, EgressPolicy egress)
    {
        _forms = forms.ToDictionary(form => form.Connector);
        _egress = egress;
        _client = egress.NewClient();
    }

    /// <summary>How long an answer may take; shorter in tests of slow receivers.</summary>
    public TimeSpan Patience { get; init; } = Limit;

    /// <summary>Told when an answer is there and nothing is written down yet; tests stop it there.</summary>
    public Action<CallMessage> Answered { get; set; } = _ => { };

    public async Task<CallAnswer> Send(CallMessage message, CancellationToken cancellation)
    {
        var form = _forms[message.System.Connector];
        if (_egress.Refusal(message.Address) is { } refusal)
        {
            return new CallAnswer(CallOutcome.Refused, refusal.ToString());
        }

        if (message.Again && form.Look(message) is { } look)
        {
            var (seen, body) = await Ask(look, cancellation);
            if (seen is { Outcome: not CallOutcome.Taken })
            {
                // Not knowing whether it is there, it must not be made a second time.
                return seen with { Outcome = seen.Outcome == CallOutcome.Refused ? CallOutcome.Refused : CallOutcome.Busy };
            }

            if (form.Found(message, body) is { } found)
            {
                return found;
            }
        }

        var (answer, read) = await Ask(form.Request(message), cancellation);
        Answered(message);
        return answer.Outcome == CallOutcome.Taken ? form.Read(message, read) : answer;
    }

    public void Dispose() => _client.Dispose();

    private async Task<(CallAnswer Answer, string Body)> Ask(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            request.Headers.TryAddWithoutValidation("User-Agent", "Patella/1");
            using (request)
            {
                using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                var status = (int)answer.StatusCode;
                var body = await Read(answer, limit.Token);
                return (status switch
                {
                    >= 200 and < 300 => new CallAnswer(CallOutcome.Taken),
                    >= 300 and < 400 => new CallAnswer(CallOutcome.Refused, $"Answered {status}: redirects are not followed."),
                    408 or 429 or >= 500 => new CallAnswer(CallOutcome.Busy, $"Answered {status}.", RetryAfter: answer.Headers.RetryAfter?.Delta),
                    _ => new CallAnswer(CallOutcome.Refused, Short($"Answered {status}: {body}")),
                }, body);
            }
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return (new CallAnswer(CallOutcome.Busy, Short(failure.Message)), "");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (new CallAnswer(CallOutcome.Doubt, failure is OperationCanceledException ? $"No answer within {Patience.TotalSeconds:0} s." : Short(failure.Message)), "");
        }
    }

    internal static string Short(string text)
    {
        var line = string.Join(' ', new string([.. text.Where(letter => !char.IsControl(letter) || letter is '\n' or '\t')]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MostProblem ? line : line[..MostProblem];
    }

    private static async Task<string> Read(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MostAnswer + 1];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return read <= MostAnswer ? Encoding.UTF8.GetString(buffer, 0, read) : throw new HttpRequestException($"The answer is longer than {MostAnswer >> 10} kB.");
    }
}
