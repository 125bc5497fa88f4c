using FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

/// <summary>Sentences that stand in no labelled set.</summary>
public sealed class MeaningGuardTests
{
    [Theory]
    [InlineData("Always wipe the table", "Never wipe the table", ConflictKind.Negation)]
    [InlineData("Do call me", "Don't call me", ConflictKind.Negation)]
    [InlineData("I can swim", "I cannot swim", ConflictKind.Negation)]
    [InlineData("I can swim", "i cant swim", ConflictKind.Negation)]
    [InlineData("I can swim", "I can’t swim", ConflictKind.Negation)]
    [InlineData("A salad with onions", "A salad without onions", ConflictKind.Negation)]
    [InlineData("Prices will increase", "Prices will decrease", ConflictKind.Opposite)]
    [InlineData("This helps more", "This helps less", ConflictKind.Opposite)]
    [InlineData("I love mornings", "I hate mornings", ConflictKind.Opposite)]
    [InlineData("Read it before lunch", "Read it after lunch", ConflictKind.Opposite)]
    [InlineData("The rule is clear", "The rule is unclear", ConflictKind.Opposite)]
    [InlineData("That hotel is cheap", "That hotel is not cheap", ConflictKind.Opposite)]
    [InlineData("We sold 30 cups", "We sold 300 cups", ConflictKind.Number)]
    [InlineData("We sold ten cups", "We sold twelve cups", ConflictKind.Number)]
    [InlineData("I met Anna there", "I met Boris there", ConflictKind.Name)]
    [InlineData("See you on monday", "See you on tuesday", ConflictKind.Rival)]
    [InlineData("Tea is stronger than coffee", "Coffee is stronger than tea", ConflictKind.Order)]
    [InlineData("The kettle needs new feet", "The kettle needs new wiring", ConflictKind.Subject)]
    public void What_does_not_say_the_same_is_kept_apart_in_both_directions(string left, string right, ConflictKind kind)
    {
        MeaningGuard.Find(left, right)!.Kind.ShouldBe(kind);
        MeaningGuard.Find(right, left)!.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("That hotel is not cheap", "That hotel is expensive")]
    [InlineData("Don't forget your keys", "Remember your keys")]
    [InlineData("I couldn't agree more about tea", "I agree about tea")]
    [InlineData("I can't wait for friday", "So excited for friday")]
    [InlineData("Never go there", "Don't ever go there")]
    [InlineData("We sold ten cups", "We sold 10 cups")]
    [InlineData("It took two hours", "It took 2 hours, in 2024 even: 2 hours")]
    [InlineData("Tea beats coffee", "Tea is better than coffee")]
    [InlineData("The kettle is great!", "what a great kettle 😍")]
    [InlineData("", "")]
    public void What_says_the_same_is_left_to_the_vectors(string left, string right)
    {
        MeaningGuard.Find(left, right).ShouldBeNull();
        MeaningGuard.Find(right, left).ShouldBeNull();
    }

    [Fact]
    public async Task No_text_of_the_set_speaks_against_itself()
    {
        foreach (var pair in (await LabelledSet.ReadAsync()).Pairs)
        {
            MeaningGuard.Find(pair.A, pair.A).ShouldBeNull(pair.A);
            MeaningGuard.Find(pair.B, pair.B).ShouldBeNull(pair.B);
        }
    }

    [Fact]
    public void A_very_long_text_is_judged_too()
    {
        var words = string.Join(' ', Enumerable.Range(0, 5000).Select(number => "word" + (char)('a' + (number % 26))));

        MeaningGuard.Find(words, words + " never").ShouldNotBeNull().Kind.ShouldBe(ConflictKind.Negation);
    }
}
