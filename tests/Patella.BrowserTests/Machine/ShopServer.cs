using System.Net;
using System.Text;

namespace Patella.BrowserTests.Machine;

/// <summary>A marketplace's own web server with one page, under another name and port than ours and so of another origin and site.</summary>
internal sealed class ShopServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _page;

    private ShopServer(string page)
    {
        _page = Encoding.UTF8.GetBytes(page);
        Address = $"http://localhost:{PatellaServer.FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
    }

    public string Address { get; }

    public static ShopServer Start(string page)
    {
        var shop = new ShopServer(page);
        _ = shop.Serve();
        return shop;
    }

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var response = (await _listener.GetContextAsync()).Response;
                response.ContentType = "text/html; charset=utf-8";
                await response.OutputStream.WriteAsync(_page);
                response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The shop was closed.
        }
    }
}
