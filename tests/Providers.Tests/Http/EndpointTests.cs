using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.Xai;

namespace FunctionsPipeline.Providers.Tests.Http;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("ftp://api.x.ai", "https://")]
    [InlineData("/v1", "https://")]
    [InlineData("http://api.x.ai", "plain http")]
    [InlineData("http://10.0.0.5:8080", "plain http")]
    [InlineData("http://localhost.example.com", "plain http")]
    [InlineData("https://user:pass@api.x.ai", "user name")]
    [InlineData("https://api.x.ai?key=1", "query")]
    public void A_base_url_that_cannot_be_right_is_refused_when_the_provider_is_built(string url, string reason)
    {
        var options = new XaiOptions(Rig.XaiKey) { BaseUrl = new Uri(url, UriKind.RelativeOrAbsolute) };

        var error = Should.Throw<ArgumentException>(() => Create(options));

        error.Message.ShouldContain(reason);
        error.Message.ShouldNotContain("pass@");
    }

    [Theory]
    [InlineData("http://127.0.0.1:9090/xai", true)]
    [InlineData("http://[::1]:9090/xai", true)]
    [InlineData("http://localhost:9090/xai", true)]
    [InlineData("https://api.x.ai", false)]
    public void A_provider_knows_whether_it_is_on_loopback(string url, bool isOnLoopback)
    {
        using var provider = Create(new XaiOptions(Rig.XaiKey) { BaseUrl = new Uri(url) });

        provider.Video.IsOnLoopback.ShouldBe(isOnLoopback);
    }

    [Fact]
    public void Plain_http_elsewhere_needs_a_word()
    {
        using var provider = Create(new XaiOptions(Rig.XaiKey) { BaseUrl = new Uri("http://10.0.0.5:8080"), AllowPlainHttp = true });

        provider.Video.IsOnLoopback.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void A_missing_key_is_named(string key)
    {
        Should.Throw<ArgumentException>(() => Create(new XaiOptions(key))).Message.ShouldContain("XAI_API_KEY");
        Should.Throw<ArgumentException>(() => new FalProvider(new FalOptions(key), TimeProvider.System, new Random(1), new RecordingLoggers()))
            .Message.ShouldContain("FAL_KEY");
    }

    [Theory]
    [InlineData("planted key")]
    [InlineData("planted\r\nX-Evil: 1")]
    [InlineData("plantedé")]
    public void A_key_that_no_header_can_carry_is_refused_and_not_shown(string key)
    {
        Should.Throw<ArgumentException>(() => Create(new XaiOptions(key))).Message.ShouldNotContain("planted");
    }

    [Fact]
    public async Task Space_around_a_key_from_a_file_is_left_out()
    {
        await using var server = await TestServer.StartAsync(202);
        using var provider = Create(new XaiOptions(" " + Rig.XaiKey + "\n") { BaseUrl = server.Url });

        await provider.StatusAsync();

        server.Seen.Single().Headers["Authorization"].ShouldBe("Bearer " + Rig.XaiKey);
    }

    [Fact]
    public void Options_do_not_show_their_key_as_text()
    {
        new XaiOptions(Rig.XaiKey).ToString()!.ShouldNotContain(Rig.XaiKey);
        new FalOptions(Rig.FalKey).ToString()!.ShouldNotContain(Rig.FalKey);
    }

    private static XaiProvider Create(XaiOptions options) => new(options, TimeProvider.System, new Random(1), new RecordingLoggers());
}
