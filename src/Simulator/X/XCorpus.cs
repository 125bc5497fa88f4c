using System.Globalization;

namespace FunctionsPipeline.Simulator.X;

/// <summary>Someone who posts.</summary>
internal sealed record XAuthor(string Id, string Handle, string Name, int Followers, bool IsSuspended);

/// <summary>A post that was made up.</summary>
internal sealed record XFoundPost(long Id, string Text, string Language, DateTimeOffset CreatedAt, XAuthor Author, XPostMetrics Metrics);

/// <summary>
/// Makes up what people post about a topic. Each hour has its posts, whoever asks and whenever: so pages fit together, and time brings new
/// posts and takes old ones away. Many retell one of a few stories of the day in nearly the same words, as people do.
/// </summary>
internal sealed class XCorpus(Draw seed)
{
    /// <summary>How far back the search reaches.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    private const int PostsAnHourMax = 6;
    private const int AuthorCount = 400;
    private const int StoriesADay = 4;

    // One author in so many is gone, and X says so beside the posts.
    private const int SuspendedEvery = 40;

    // Ids hold the milliseconds since this moment, above 22 bits.
    private const long IdEpochMs = 1_288_834_974_657;
    private const int IdShift = 22;

    private static readonly (string Language, double Share)[] Languages =
        [("en", 0.62), ("es", 0.12), ("de", 0.08), ("fr", 0.08), ("pt", 0.08), ("und", 0.02)];

    /// <summary>Posts about a topic, newest first.</summary>
    /// <param name="topic">What they are about.</param>
    /// <param name="from">Not before then.</param>
    /// <param name="until">Before then.</param>
    public IEnumerable<XFoundPost> Posts(string topic, DateTimeOffset from, DateTimeOffset until)
    {
        var about = seed.For(topic.ToLowerInvariant());
        var rate = 0.25 + (0.75 * about.For("rate").Share);
        var (first, last) = (Hour(from), Hour(until));
        for (var hour = last; hour >= first; hour--)
        {
            var posts = Enumerable.Range(0, PostsAnHourMax)
                .Where(index => about.For(hour).For(index).For("is").Happens(rate))
                .Select(index => Post(topic, about, hour, index))
                .Where(post => post.CreatedAt >= from && post.CreatedAt < until)
                .OrderByDescending(post => post.Id);
            foreach (var post in posts) yield return post;
        }
    }

    private XFoundPost Post(string topic, Draw about, long hour, int index)
    {
        var draw = about.For(hour).For(index);
        var ms = (hour * 3_600_000) + (long)(draw.For("ms").Share * 3_600_000);
        var author = Author(draw.For("author").Index(AuthorCount));
        var language = Pick(draw.For("language").Share);
        var retells = draw.For("retells").Happens(0.4);
        var story = about.For("story").For(hour / 24).For(draw.For("story").Index(StoriesADay));
        var text = retells
            ? XTexts.Retold(XTexts.Write(topic, language, story.For(language)), draw.For("retold"))
            : XTexts.Write(topic, language, draw.For("text"));
        return new XFoundPost(
            ((ms - IdEpochMs) << IdShift) | (long)index, text, language, DateTimeOffset.FromUnixTimeMilliseconds(ms), author, Metrics(author, draw));
    }

    private XAuthor Author(int number)
    {
        var draw = seed.For("author").For(number);
        var handle = XTexts.Handle(draw);

        // Most have few followers and a few have many: from 20 to 2 million, even on a logarithmic scale.
        var followers = (int)(20 * Math.Pow(100_000, Math.Pow(draw.For("followers").Share, 1.8)));
        return new XAuthor(
            (1_000_000_000L + number).ToString(CultureInfo.InvariantCulture), handle + number.ToString(CultureInfo.InvariantCulture), handle, followers,
            IsSuspended: number % SuspendedEvery == 0);
    }

    private static XPostMetrics Metrics(XAuthor author, Draw draw)
    {
        var impressions = 5 + (author.Followers * (0.02 + (0.6 * draw.For("seen").Share)));
        var likes = impressions * 0.04 * Math.Pow(draw.For("liked").Share, 2);
        return new XPostMetrics(
            RetweetCount: (int)(likes * 0.3 * draw.For("reposted").Share),
            ReplyCount: (int)(likes * 0.2 * draw.For("replied").Share),
            LikeCount: (int)likes,
            QuoteCount: (int)(likes * 0.05 * draw.For("quoted").Share),
            BookmarkCount: (int)(likes * 0.1 * draw.For("kept").Share),
            ImpressionCount: (int)impressions);
    }

    private static string Pick(double share)
    {
        foreach (var (language, part) in Languages)
        {
            if (share < part) return language;
            share -= part;
        }

        return Languages[0].Language;
    }

    private static long Hour(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 3600;
}
