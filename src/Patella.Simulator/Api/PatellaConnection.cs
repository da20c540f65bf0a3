using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Patella.Simulator.Api;

/// <summary>An answer of the API: status and body, the body undefined when there is none.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body)
{
    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The body as a typed value.</summary>
    public T As<T>() => Body.Deserialize<T>(Wire.Json) ?? throw new InvalidDataException($"the server answered {Status} without a {typeof(T).Name}");

    /// <summary>Code of the problem, or the status in words.</summary>
    public string Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
        ? code.GetString()! : ((int)Status).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An operation that did not succeed within its retries, with a short reason for reports.</summary>
public sealed class ApiFailureException(string reason, string detail) : Exception($"{reason}: {detail}")
{
    /// <summary>Short reason, the same for the same kind of failure, so that reports can count it.</summary>
    public string Reason { get; } = reason;
}

/// <summary>
/// One shared, pooled connection to one or several equal servers. A request that meets a dead, stopped or busy server
/// goes to the next one with the same body: every body carries its own id, so asking again never does twice.
/// </summary>
public sealed class PatellaConnection : IDisposable
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 50, 100, 200, 400, 800, 1_500, 3_000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];
    private readonly TimeSpan _patience;
    private readonly TimeSpan _oneTry;
    private readonly TimeProvider _time;
    private readonly SocketsHttpHandler _handler;
    private readonly SocketsHttpHandler _socketHandler;
    private int _current;
    private long _retries;

    /// <param name="servers">Base addresses, at least one; all serve the same tenant.</param>
    /// <param name="time">Machine time, for pauses and limits.</param>
    /// <param name="patience">How long an operation is tried over all servers; 45 s when not given.</param>
    /// <param name="oneTry">How long a single request may take before the next server is asked; 10 s when not given.</param>
    public PatellaConnection(IReadOnlyList<Uri> servers, TimeProvider time, TimeSpan? patience = null, TimeSpan? oneTry = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(servers.Count);
        (Servers, _time, _patience, _oneTry) = (servers, time, patience ?? TimeSpan.FromSeconds(45), oneTry ?? TimeSpan.FromSeconds(10));
        _handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 64,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
        };
        _socketHandler = new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) };
        SocketInvoker = new HttpMessageInvoker(_socketHandler, disposeHandler: false);
        Http = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Base addresses of the equal servers.</summary>
    public IReadOnlyList<Uri> Servers { get; }

    /// <summary>Requests that had to be asked again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Opens live channels. Apart from the pool, because an open socket holds its connection for minutes.</summary>
    internal HttpMessageInvoker SocketInvoker { get; }

    private HttpClient Http { get; }

    /// <summary>The server that answered last; actors start here.</summary>
    internal Uri Current => Servers[Volatile.Read(ref _current) % Servers.Count];

    /// <summary>Moves everybody to the next server after one failed.</summary>
    internal void MoveFrom(Uri failed)
    {
        var index = Volatile.Read(ref _current);
        if (Servers[index % Servers.Count] == failed)
        {
            Interlocked.CompareExchange(ref _current, index + 1, index);
        }
    }

    /// <summary>Sends and returns the answer whatever its status, except that unavailable servers are tried again.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? token, object? body, CancellationToken cancellation)
    {
        var bytes = body is null ? null : Wire.Bytes(body);
        return await SendBytesAsync(method, path, token, bytes, "application/json", cancellation);
    }

    /// <summary>As <see cref="SendAsync"/> with a body that is already bytes.</summary>
    public async Task<ApiAnswer> SendBytesAsync(
        HttpMethod method, string path, string? token, byte[]? body, string contentType, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var server = Current;
            var (answer, pause, failure) = await TryAsync(server, method, path, token, body, contentType, cancellation);
            if (answer is not null)
            {
                return answer;
            }
            if (_time.GetElapsedTime(started) > _patience)
            {
                throw new ApiFailureException(failure, $"{method} {path}");
            }
            Interlocked.Increment(ref _retries);
            await Task.Delay(pause ?? Pauses[Math.Min(attempt, Pauses.Length - 1)], _time, cancellation);
        }
    }

    /// <summary>Sends and insists on success; anything else is an <see cref="ApiFailureException"/>.</summary>
    public async Task<ApiAnswer> RequireAsync(HttpMethod method, string path, string? token, object? body, CancellationToken cancellation)
    {
        var answer = await SendAsync(method, path, token, body, cancellation);
        return answer.IsSuccess ? answer : throw new ApiFailureException($"{Template(path)} {answer.Code}", answer.Body.ToString());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        SocketInvoker.Dispose();
        _handler.Dispose();
        _socketHandler.Dispose();
    }

    /// <summary>The path without ids and query, so that equal failures are counted together.</summary>
    public static string Template(string path) => string.Join('/', path.Split('?')[0].Split('/').Select(part => Guid.TryParse(part, out _) ? "{id}" : part));

    private async Task<(ApiAnswer? Answer, TimeSpan? Pause, string Failure)> TryAsync(
        Uri server, HttpMethod method, string path, string? token, byte[]? body, string contentType, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_oneTry);
        try
        {
            using var request = Build(server, method, path, token, body, contentType);
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return (null, response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), "429 for too long");
            }
            if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
            {
                MoveFrom(server);
                return (null, null, $"{(int)response.StatusCode} for too long");
            }
            return (await ReadAsync(response, limit.Token), null, "");
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            MoveFrom(server);
            return (null, null, error is OperationCanceledException ? "no answer in time" : "cannot connect");
        }
    }

    private static HttpRequestMessage Build(Uri server, HttpMethod method, string path, string? token, byte[]? body, string contentType)
    {
        var request = new HttpRequestMessage(method, new Uri(server, path));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }
        return request;
    }

    private static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new ApiAnswer(response.StatusCode, bytes.Length > 0 && isJson ? JsonSerializer.Deserialize<JsonElement>(bytes) : default);
    }
}
