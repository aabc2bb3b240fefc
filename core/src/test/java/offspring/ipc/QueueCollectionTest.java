package offspring.ipc;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.testers.CollectionToStringTester;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The queues as collections: Guava's suite for any {@link Queue}. Its cases are JUnit 3 ones, which run here as dynamic
 * tests, each by its own {@code runBare}.
 */
@ExtendWith(LeakCheck.class)
class QueueCollectionTest {

    /** More than any case puts. */
    private static final int MAX_SIZE = 100;

    @TestFactory
    DynamicNode sharedQueue() {
        return suite("SharedQueue", SharedQueue::create);
    }

    @TestFactory
    DynamicNode sharedQueueWithMaximumSize() {
        return suite("SharedQueue with a maximum size", () -> SharedQueue.create(MAX_SIZE));
    }

    @TestFactory
    DynamicNode joinableQueue() {
        return suite("JoinableQueue", JoinableQueue::create);
    }

    @TestFactory
    DynamicNode joinableQueueWithMaximumSize() {
        return suite("JoinableQueue with a maximum size", () -> JoinableQueue.create(MAX_SIZE));
    }

    private static DynamicNode suite(String name, Supplier<Queue<String>> queue) {
        TestSuite suite = QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                    @Override
                    protected Queue<String> create(String[] elements) {
                        Queue<String> made = queue.get();
                        Collections.addAll(made, elements);
                        return made;
                    }
                })
                .named(name)
                .withFeatures(
                        CollectionSize.ANY,
                        CollectionFeature.GENERAL_PURPOSE,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionFeature.ALLOWS_NULL_QUERIES)
                .suppressing(cannotHold())
                .createTestSuite();
        return node(suite);
    }

    /** {@code toString} tells how many items there are, not which: a log line is not to decode a million of them. */
    private static List<Method> cannotHold() {
        return Stream.of(CollectionToStringTester.class.getMethods())
                .filter(method -> method.getName().startsWith("testToString"))
                .toList();
    }

    private static DynamicNode node(Test test) {
        if (test instanceof TestSuite suite) {
            return DynamicContainer.dynamicContainer(
                    suite.getName(), Collections.list(suite.tests()).stream().map(QueueCollectionTest::node));
        }
        TestCase single = (TestCase) test;
        return DynamicTest.dynamicTest(single.getName(), single::runBare);
    }
}
