namespace FunctionsPipeline.Providers;

/// <summary>Bounds on what comes from outside, each with its reason.</summary>
internal static class Limits
{
    /// <summary>A JSON reply. The largest real one (a long chat answer) is far below; a page from a broken proxy must not fill memory.</summary>
    public const int JsonBodyBytesMax = 1 << 20;

    /// <summary>
    /// A reply with images in it, in base64 or bare. Ten PNG files of 1536x1024 take about 40 MB in base64, one of 4096x4096 noise 50 MB bare;
    /// more is nobody's answer to one request.
    /// </summary>
    public const int ImageReplyBytesMax = 64 << 20;

    /// <summary>A JSON reply with vectors: 2,048 of 3,072 dimensions take 34 MB in base64; as numbers that fits fewer texts.</summary>
    public const int EmbeddingReplyBytesMax = 64 << 20;

    /// <summary>A reply with sound in it, in base64 or bare: ten minutes of 48 kHz samples take 58 MB, forty minutes of MP3 half as much.</summary>
    public const int SpeechReplyBytesMax = 64 << 20;

    /// <summary>A page of a list of requests with what was asked and answered, at a hundred a page with prompts of 32,000 characters.</summary>
    public const int RequestListBytesMax = 16 << 20;

    /// <summary>Pages of a list of voices. At 100 a page more than any account has; a server that never ends its list must not keep us.</summary>
    public const int VoicePagesMax = 20;

    /// <summary>The text of one story, characters: ten times what a minute of narration needs.</summary>
    public const int StoryCharactersMax = 20_000;

    /// <summary>A feed, bytes and characters. Those with whole articles in them have a few MB at most.</summary>
    public const int FeedBytesMax = 8 << 20;

    /// <summary>Levels of elements in a feed; XHTML inside has a dozen.</summary>
    public const int FeedDepthMax = 256;

    /// <summary>Questions to Hacker News at once. No limit is stated; this is what a browser would do.</summary>
    public const int StoriesAtOnceMax = 6;

    /// <summary>Pictures in the body of one request, in base64. Google documents 20 MB for the whole request; text needs the rest.</summary>
    public const int InlineImagesBytesMax = 19_000_000;

    /// <summary>A message in an error: one screen line or three. The rest is noise, or an echo of the prompt.</summary>
    public const int MessageCharactersMax = 400;

    /// <summary>A provider's error code or status word.</summary>
    public const int CodeCharactersMax = 64;

    /// <summary>A request id. It goes into URLs, table rows and file names.</summary>
    public const int RequestIdCharactersMax = 200;

    /// <summary>Redirects of one download. Browsers allow 20; storage links need one or two.</summary>
    public const int RedirectsMax = 5;

    /// <summary>Top-level boxes of an mp4. A fragmented 15-second clip has dozens; a hostile file may not keep us walking.</summary>
    public const int Mp4BoxesMax = 100_000;
}
