using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patella.Simulator.Marketplace;

namespace Patella.Simulator.Systems;

/// <summary>How the systems of the demonstration answer: with their own signed webhooks, and where people read a robot's message, by the button behind its link.</summary>
public sealed class SystemAnswers(Uri patella, string tenant, TimeProvider machine) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = patella, Timeout = TimeSpan.FromSeconds(15) };

    /// <returns>False when Patella could not be told; it is told again.</returns>
    public async Task<bool> Say(SimulatedSystem system, string ticket, bool isFixed, CancellationToken cancellation)
    {
        try
        {
            using var request = ticket.StartsWith('/') ? new HttpRequestMessage(HttpMethod.Post, $"{ticket}&want={(isFixed ? "fixed" : "acknowledged")}") : Word(system, ticket, isFixed);
            using var answer = await _client.SendAsync(request, cancellation);
            return (int)answer.StatusCode is (>= 200 and < 300) or 404;
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Word(SimulatedSystem system, string ticket, bool isFixed)
    {
        var (body, header, prefix, kind) = CallReader.Word(system, ticket, isFixed);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/system-hooks/{tenant}.{system.Id}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var bytes = Encoding.UTF8.GetBytes(body);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, prefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(system.Secret), bytes)));
        }
        else
        {
            var (id, seconds) = ($"{ticket}-{isFixed}", machine.GetUtcNow().ToUnixTimeSeconds());
            request.Headers.TryAddWithoutValidation("webhook-id", id);
            request.Headers.TryAddWithoutValidation("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.TryAddWithoutValidation("webhook-signature", Signature.Sign(system.Secret, id, seconds, bytes));
        }

        if (kind is not null)
        {
            request.Headers.TryAddWithoutValidation("X-GitHub-Event", kind);
        }

        return request;
    }
}
