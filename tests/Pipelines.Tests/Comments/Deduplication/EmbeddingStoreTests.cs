using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

/// <summary>What a store of vectors promises over every table store.</summary>
public abstract class EmbeddingStoreTests
{
    private static readonly EmbedderId Embedder = new("openai", "text/embedding#3?");

    protected abstract ITableStore Tables { get; }

    private EmbeddingStore Store => new(Tables);

    [Fact]
    public async Task A_vector_comes_back_bit_for_bit()
    {
        var kept = Kept("Grüße 🎉", [0.1f, -0f, float.Epsilon, float.MaxValue, -1f / 3]);
        await Store.PutAsync("project", Embedder, [kept], default);

        var read = (await Store.GetAsync("project", Embedder, kept.Text, default))!;

        read.Text.ShouldBe(kept.Text);
        read.Vector.ToArray().Select(BitConverter.SingleToInt32Bits).ShouldBe(kept.Vector.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public async Task Projects_and_embedders_are_kept_apart()
    {
        var kept = Kept("text", [1]);
        await Store.PutAsync("project/a", Embedder, [kept], default);

        (await Store.GetAsync("project/b", Embedder, kept.Text, default)).ShouldBeNull();
        (await Store.GetAsync("project/a", Embedder with { Model = "text" }, kept.Text, default)).ShouldBeNull();
        (await ListAsync("project/a", Embedder with { ProviderId = "open" })).ShouldBeEmpty();
        (await Store.GetAsync("project/a", Embedder, EmbeddedText.Of("text "), default)).ShouldNotBeNull();
        (await Store.GetAsync("project/a", Embedder, EmbeddedText.Of("Text"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Many_are_written_in_batches_and_writing_them_again_changes_nothing()
    {
        var kept = Enumerable.Range(0, 250).Select(number => Kept($"text {number}", [number, 1])).ToList();
        await Store.PutAsync("project", Embedder, kept, default);
        await Store.PutAsync("project", Embedder, [.. kept, kept[0]], default);

        var read = await ListAsync("project", Embedder);

        read.Count.ShouldBe(250);
        read.Select(one => one.Text.Sha256).ShouldBeInOrder();
        read.ToDictionary(one => one.Text.Text, one => one.Vector.Span[0]).ShouldBe(kept.ToDictionary(one => one.Text.Text, one => one.Vector.Span[0]), ignoreOrder: true);
    }

    [Fact]
    public async Task The_longest_vectors_are_split_into_batches_that_a_store_takes()
    {
        var kept = Enumerable.Range(0, 70).Select(number => Kept($"text {number}", new float[16_000])).ToList();

        await Store.PutAsync("project", Embedder, kept, default);

        (await ListAsync("project", Embedder)).Count.ShouldBe(70);
    }

    [Theory]
    [InlineData(0, 0f)]
    [InlineData(16_001, 0f)]
    [InlineData(3, float.NaN)]
    [InlineData(3, float.PositiveInfinity)]
    public async Task A_vector_that_is_none_is_refused_and_nothing_is_written(int dimensions, float value)
    {
        var bad = Kept("bad", [.. Enumerable.Repeat(value, dimensions)]);

        await Should.ThrowAsync<ArgumentException>(Store.PutAsync("project", Embedder, [Kept("good", [1]), bad], default));

        (await ListAsync("project", Embedder)).ShouldBeEmpty();
    }

    private static KeptEmbedding Kept(string text, float[] vector) => new(EmbeddedText.Of(text), vector);

    private async Task<List<KeptEmbedding>> ListAsync(string project, EmbedderId embedder)
    {
        var read = new List<KeptEmbedding>();
        await foreach (var one in Store.ListAsync(project, embedder, default)) read.Add(one);
        return read;
    }

    public sealed class InMemory : EmbeddingStoreTests
    {
        protected override ITableStore Tables { get; } = new InMemoryTableStore(new ManualTimeProvider());
    }

    public sealed class Sqlite : EmbeddingStoreTests, IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private SqliteTableStore? _store;

        protected override ITableStore Tables => _store!;

        public Task InitializeAsync()
        {
            _store = SqliteTableStore.Open(Path.Combine(_folder.Path, "state.db"), new ManualTimeProvider());
            return Task.CompletedTask;
        }

        public async Task DisposeAsync()
        {
            await _store!.DisposeAsync();
            _folder.Dispose();
        }
    }
}
