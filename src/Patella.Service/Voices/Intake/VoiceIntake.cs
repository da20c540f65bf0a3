using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Edge.Lines;

namespace Patella.Service.Voices.Intake;

/// <summary>What became of what was sent.</summary>
/// <param name="Accepted">On disk.</param>
/// <param name="Doubled">Known to be here already; others that are doubled are dropped when they are understood.</param>
/// <param name="Refused">The first 1,000 that were refused, with line and reason.</param>
/// <param name="RefusedCount">All that were refused.</param>
/// <param name="Reasons">How many were refused for which reason: json, encoding, field, time, too-long, table.</param>
public sealed record VoiceReceipt(long Accepted, long Doubled, IReadOnlyList<VoiceProblem> Refused, long RefusedCount, IReadOnlyDictionary<string, long> Reasons);

/// <summary>Takes voices in: what can be read is appended durably before it is acknowledged, what cannot is told, and the good ones go on.</summary>
internal sealed class VoiceIntake(VoiceLog log, IBus bus, BusinessTime business)
{
    private const int AtOnce = 4_000;
    private const int ProblemsKept = 1_000;

    private readonly ConcurrentDictionary<TenantId, RecentIds> _recent = new();

    public Taking Begin(TenantId tenant, string? language) => new(this, tenant, language);

    public VoiceLineRules Rules => new(business.Now);

    /// <summary>Reads JSON lines to their end.</summary>
    public async Task<VoiceReceipt> TakeLines(TenantId tenant, Stream stream, string? language, CancellationToken cancellation) => (await TakeLinesOf(tenant, stream, language, cancellation)).Receipt;

    internal async Task<(VoiceReceipt Receipt, int Lines)> TakeLinesOf(TenantId tenant, Stream stream, string? language, CancellationToken cancellation)
    {
        var (taking, rules) = (Begin(tenant, language), Rules);
        var lines = 0;
        await foreach (var line in BoundedLines.ReadAsync(stream, VoiceLines.LineBytes, cancellation))
        {
            lines = line.Number;
            if (!line.IsEmpty)
            {
                await taking.Add(line.IsTooLong ? VoiceLines.TooLong(line.Number) : VoiceLines.Read(line.Content.Span, line.Number, rules));
            }
        }

        return (await taking.End(), lines);
    }

    /// <summary>Takes <c>{"voices": [...]}</c>; a problem's line is the number of the voice.</summary>
    public async Task<Outcome<VoiceReceipt>> TakeDocument(TenantId tenant, byte[] body, string? language)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException failure)
        {
            return Problem.Invalid("", $"Is not JSON: byte {(failure.BytePositionInLine ?? 0) + 1}.");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("voices", out var voices) || voices.ValueKind != JsonValueKind.Array)
            {
                return Problem.Invalid("/voices", "Must be a list.");
            }

            var (taking, rules, number) = (Begin(tenant, language), Rules, 0);
            foreach (var voice in voices.EnumerateArray())
            {
                await taking.Add(VoiceLines.Read(System.Text.Encoding.UTF8.GetBytes(voice.GetRawText()), ++number, rules));
            }

            return await taking.End();
        }
    }

    /// <summary>Appends what our own timeline tells.</summary>
    public async Task TakeOwn(TenantId tenant, IReadOnlyList<Voice> voices, CancellationToken cancellation)
    {
        await log.Append(tenant, voices, cancellation);
        bus.Publish(new BusMessage(VoiceStore.IntakeTopic(tenant), ""));
    }

    /// <summary>One call's voices on their way.</summary>
    internal sealed class Taking(VoiceIntake intake, TenantId tenant, string? language)
    {
        private readonly List<Voice> _voices = [];
        private readonly List<VoiceProblem> _problems = [];
        private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
        private readonly RecentIds _recent = intake._recent.GetOrAdd(tenant, _ => new RecentIds());
        private readonly HashSet<ulong> _ids = [];
        private long _accepted;
        private long _doubled;

        public async ValueTask Add(VoiceLine line)
        {
            if (line.Problem is { } problem)
            {
                _reasons[problem.Reason] = _reasons.GetValueOrDefault(problem.Reason) + 1;
                if (_problems.Count < ProblemsKept)
                {
                    _problems.Add(problem with { Detail = ProblemText.Said(problem.Detail.In(language)) });
                }

                return;
            }

            var id = Hashes.OfVoice(line.Voice!.Source, line.Voice.Id);
            if (_recent.Has(id) || !_ids.Add(id))
            {
                _doubled++;
                return;
            }

            _voices.Add(line.Voice);
            if (_voices.Count == AtOnce)
            {
                await Append();
            }
        }

        public async Task<VoiceReceipt> End()
        {
            await Append();
            return new VoiceReceipt(_accepted, _doubled, _problems, _reasons.Values.Sum(), _reasons);
        }

        private async Task Append()
        {
            if (_voices.Count == 0)
            {
                return;
            }

            try
            {
                await intake.TakeOwn(tenant, _voices, CancellationToken.None);
            }
            catch (StoreUnavailableException unavailable) when (_accepted > 0)
            {
                // The beginning of the same call is on disk already; sent again it counts once.
                throw new StoreUnavailableException(unavailable.Message, unavailable, outcomeUnknown: true);
            }

            _recent.Add(_ids);
            _accepted += _voices.Count;
            _ids.Clear();
            _voices.Clear();
        }
    }
}
